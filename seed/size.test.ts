import { describe, expect, it } from 'vitest';
import { GIB, MIB } from '../harness/core/units.ts';
import { checkedRequest } from './request.ts';
import { bytesPerRow } from './row-sizes.ts';
import { estimatedBytes, historyFor, smallestBytes } from './size.ts';
import { tables } from './tables/all.ts';
import { planFor } from './testing/rows.ts';

const request = (customers: number) =>
  checkedRequest({ customers, seed: 1, tenants: ['a', 'b', 'c'], staffPerTenant: 50 });

describe('the size of a database', () => {
  it('is known for every table that grows with the customers', () => {
    const [few, many] = [planFor({ customers: 1_000 }), planFor({ customers: 4_000 })];
    const growing = tables.filter((table) => table.count(many) > table.count(few)).map(({ name }) => name);
    expect(growing.filter((name) => bytesPerRow[name] === undefined)).toEqual([]);
    expect(Object.keys(bytesPerRow).filter((name) => !tables.some((table) => table.name === name))).toEqual(
      [],
    );
  });

  it.each([
    [2_000, 60 * MIB],
    [2_000, 2 * GIB],
    [10_000, 15 * GIB],
  ])('%d customers reach %d bytes by more history', { timeout: 60_000 }, (customers, bytes) => {
    const history = historyFor(request(customers), bytes);
    const estimated = estimatedBytes({ ...request(customers), history: history ?? 0 });
    expect(estimated / bytes).toBeGreaterThan(1.005);
    expect(estimated / bytes).toBeLessThan(1.015);
  });

  it('cannot be less than the customers take without history', () => {
    const smallest = smallestBytes(request(10_000));
    expect(historyFor(request(10_000), smallest * 0.98)).toBeNull();
    expect(historyFor(request(10_000), smallest * 1.2)).toBeGreaterThan(0);
  });
});
