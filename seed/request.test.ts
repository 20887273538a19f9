import { describe, expect, it } from 'vitest';
import { HarnessError } from '../harness/core/errors.ts';
import { checkedRequest } from './request.ts';

const good = { customers: 1_000, seed: 0, tenants: ['mangatrai'], staffPerTenant: 10 };

describe('checkedRequest', () => {
  it('passes a good request on', () => {
    expect(checkedRequest(good)).toEqual(good);
  });

  it.each([
    ['too few customers', { customers: 99 }, 'customers'],
    ['too many customers', { customers: 1_000_001 }, 'customers'],
    ['a broken number', { customers: 1_000.5 }, 'customers'],
    ['a negative seed', { seed: -1 }, 'seed'],
    ['no tenant', { tenants: [] }, 'tenants'],
    ['a tenant twice', { tenants: ['a', 'a'] }, 'tenants'],
    ['a tenant that is no slug', { tenants: ['Robert; drop'] }, 'tenants'],
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

  it('names every problem at once', () => {
    expect(() => checkedRequest({ ...good, customers: 1, seed: -1 })).toThrow(/customers.*seed/);
  });
});
