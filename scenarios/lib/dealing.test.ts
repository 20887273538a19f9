import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOf, dealOf, indexOf, numberOf, tenantOf } from './dealing.ts';

const shares = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 });

describe('dealing', () => {
  it('takes turns where the shares are equal', () => {
    const deal = dealOf([33, 33, 33]);
    expect([0, 1, 2, 3, 4].map((index) => tenantOf(deal, index))).toEqual([0, 1, 2, 0, 1]);
    expect([0, 1, 2].map((tenant) => countOf(deal, tenant, 10_000))).toEqual([3_334, 3_333, 3_333]);
  });

  it('mixes a hot tenant evenly with the others', () => {
    const deal = dealOf([70, 15, 15]);
    expect(deal.round).toHaveLength(20);
    expect([0, 1, 2].map((tenant) => countOf(deal, tenant, 10_000))).toEqual([7_000, 1_500, 1_500]);
    for (let from = 0; from < 20; from++) {
      const ten = Array.from({ length: 10 }, (_, at) => tenantOf(deal, from + at));
      expect(ten.filter((tenant) => tenant === 0).length).toBeGreaterThanOrEqual(6);
    }
  });

  it('gives each its share, and numbers that lead back', () => {
    fc.assert(
      fc.property(shares, fc.nat(3_000), (weights, count) => {
        const deal = dealOf(weights);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const counted = weights.map(() => 0);
        for (let index = 0; index < count; index++) {
          const tenant = tenantOf(deal, index);
          expect(numberOf(deal, index)).toBe(counted[tenant]);
          expect(indexOf(deal, tenant, counted[tenant] as number)).toBe(index);
          counted[tenant] = (counted[tenant] as number) + 1;
        }
        for (const [tenant, weight] of weights.entries()) {
          expect(countOf(deal, tenant, count)).toBe(counted[tenant]);
          expect(Math.abs((counted[tenant] as number) - (count * weight) / total)).toBeLessThan(
            weights.length,
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  it.each([[[0, 1]], [[1.5]], [[-1, 2]]])('refuses the shares %j', (wrong) => {
    expect(() => dealOf(wrong)).toThrow(RangeError);
  });
});
