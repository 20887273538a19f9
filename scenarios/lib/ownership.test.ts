import { describe, expect, it } from 'vitest';
import { dealOf } from './dealing.ts';
import { foreignCustomer, isForeignCustomer } from './ownership.ts';
import { stream } from './random.ts';

const viewer = { tenant: 'b', tenantNumber: 1, deal: dealOf([1, 1, 1]), customers: 10 };

describe('seeded customers', () => {
  it('belong to the tenants in turn; later ids and other things to nobody that is known', () => {
    const foreign = [...Array(14).keys()].filter((id) => isForeignCustomer(id, viewer));
    expect(foreign).toEqual([1, 3, 4, 6, 7, 9, 10]);
    for (const id of [1.5, -1, Number.NaN, '3', null, undefined, {}])
      expect(isForeignCustomer(id, viewer)).toBe(false);
  });

  it('of other tenants are all found, and none of the own', () => {
    const random = stream(1, 'any');
    const found = new Set(Array.from({ length: 500 }, () => foreignCustomer(viewer, random)));
    expect([...found].sort((a, b) => Number(a) - Number(b))).toEqual([1, 3, 4, 6, 7, 9, 10]);
    expect(foreignCustomer({ ...viewer, tenantNumber: 0, deal: dealOf([1]) }, random)).toBeNull();
    expect(foreignCustomer({ ...viewer, customers: 0 }, random)).toBeNull();
    expect(foreignCustomer({ ...viewer, customers: 1 }, random)).toBe(1);
  });
});
