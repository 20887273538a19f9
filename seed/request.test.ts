import { describe, expect, it } from 'vitest';
import { HarnessError } from '../harness/core/errors.ts';
import { usualDensities } from './densities.ts';
import { checkedRequest } from './request.ts';

const good = { customers: 1_000, seed: 0, tenants: ['mangatrai'], staffPerTenant: 10 };

describe('checkedRequest', () => {
  it('passes a good request on', () => {
    expect(checkedRequest({ ...good, perCustomer: { messages: 7 } })).toEqual({
      ...good,
      shares: [1],
      perCustomer: { ...usualDensities, messages: 7 },
      history: 1,
    });
  });

  it.each([
    ['too few customers', { customers: 99 }, 'customers'],
    ['too many customers', { customers: 1_000_001 }, 'customers'],
    ['a broken number', { customers: 1_000.5 }, 'customers'],
    ['a negative seed', { seed: -1 }, 'seed'],
    ['no tenant', { tenants: [] }, 'tenants'],
    ['a tenant twice', { tenants: ['a', 'a'] }, 'tenants'],
    ['a tenant that is no slug', { tenants: ['Robert; drop'] }, 'tenants'],
    ['shares for other tenants', { shares: [1, 2] }, 'shares'],
    [
      'shares that leave a tenant without customers',
      { customers: 100, tenants: ['a', 'b', 'c'], shares: [100, 99, 1] },
      'without customers',
    ],
    ['a share of nothing', { shares: [0] }, 'shares'],
    ['fewer than no rows', { perCustomer: { messages: -1 } }, 'messages'],
    ['rows of an unknown table', { perCustomer: { sms: 1 } as never }, 'sms'],
    ['more rows than ids', { customers: 1_000_000, history: 200 }, 'customers'],
    ['no staff', { staffPerTenant: 0 }, 'staffPerTenant'],
  ])('refuses %s', (_, change, field) => {
    try {
      checkedRequest({ ...good, ...change });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(HarnessError);
      expect((error as HarnessError).code).toBe('usage');
      expect((error as HarnessError).message).toContain(field);
    }
  });

  it('knows two requests for the same data as the same', () => {
    const three = { ...good, tenants: ['a', 'b', 'c'] };
    expect(checkedRequest({ ...three, shares: [33, 33, 33] })).toEqual(checkedRequest(three));
    expect(checkedRequest({ ...three, perCustomer: { messages: undefined } as never })).toEqual(
      checkedRequest(three),
    );
    expect(checkedRequest({ ...three, shares: [70, 15, 15] }).shares).toEqual([14, 3, 3]);
  });

  it('names every problem at once', () => {
    expect(() => checkedRequest({ ...good, customers: 1, seed: -1 })).toThrow(/customers.*seed/);
  });
});
