import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childrenBefore, childrenOf, itemsOfOrders, parentOf, paymentsOfOrders } from './counts.ts';

describe('children in cycles', () => {
  it.each([itemsOfOrders, paymentsOfOrders])('parentOf undoes childrenBefore', (cycle) => {
    fc.assert(
      fc.property(fc.nat(2_000_000), (index) => {
        const { parent, child } = parentOf(cycle, index);
        expect(childrenBefore(cycle, parent) + child).toBe(index);
        expect(child).toBeLessThan(childrenOf(cycle, parent));
      }),
    );
  });

  it('gives 12,000 orders 20,000 items and 15,000 payments', () => {
    expect(childrenBefore(itemsOfOrders, 12_000)).toBe(20_000);
    expect(childrenBefore(paymentsOfOrders, 12_000)).toBe(15_000);
  });
});
