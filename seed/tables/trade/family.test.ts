import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dealOf, numberOf, tenantOf } from '../../../scenarios/lib/dealing.ts';
import * as counts from '../../counts.ts';
import { cycleShift, Family } from './family.ts';

const cycles = Object.entries(counts).flatMap(([name, value]) =>
  typeof value === 'number' ? [] : [{ name, cycle: value }],
);

describe('a family', () => {
  it.each(cycles)('counts $name as walking through all parents does', ({ cycle }) => {
    const shares = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(shares, fc.integer({ min: 0, max: 900 }), (weights, parents) => {
        const deal = dealOf(weights);
        const family = new Family(deal, cycle, parents);
        const counts: number[] = [];
        const children: number[] = [];
        for (let parent = 0; parent < parents; parent++) {
          const number = numberOf(deal, parent) + cycleShift * tenantOf(deal, parent);
          const count = cycle[number % cycle.length] as number;
          if (family.childrenBefore(parent) !== children.length) expect.unreachable(`before ${parent}`);
          counts.push(count);
          for (let n = 0; n < count; n++) children.push(parent);
        }
        expect(counts.map((_, parent) => family.childrenOf(parent))).toEqual(counts);
        expect(children.map((_, child) => family.parentOf(child))).toEqual(children);
        expect(family.total).toBe(children.length);
      }),
      { numRuns: 40 },
    );
  });

  it('gives every tenant the same mix, also where the deal and the cycle beat alike', () => {
    const deal = dealOf([70, 15, 15]);
    const family = new Family(deal, counts.exchangesOfOrders, 24_000);
    const parents = [0, 0, 0];
    const children = [0, 0, 0];
    for (let parent = 0; parent < 24_000; parent++) {
      const tenant = tenantOf(deal, parent);
      parents[tenant] = (parents[tenant] ?? 0) + 1;
      children[tenant] = (children[tenant] ?? 0) + family.childrenOf(parent);
    }
    expect(parents).toEqual([16_800, 3_600, 3_600]);
    expect(children).toEqual([1_400, 300, 300]);
  });

  it('gives 12,600 orders 21,600 items and 18,900 payments', () => {
    const deal = dealOf([1, 1, 1]);
    expect(new Family(deal, counts.itemsOfOrders, 12_600).total).toBe(21_600);
    expect(new Family(deal, counts.paymentsOfOrders, 12_600).total).toBe(18_900);
  });
});
