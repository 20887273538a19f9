import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Holding, spreadOf } from './spread.ts';

const held = (n: number, holders: number): Holding => ({ tenant: 1, n, holders, loose: false });

describe('spreadOf', () => {
  it('counts customers without rows, and no rows that are no customer’s', () => {
    const spread = spreadOf([held(2, 30), held(40, 1), { ...held(999, 1), loose: true }], 100);
    expect(spread).toEqual({ p50: 0, p90: 2, p99: 2, max: 40, withoutRatio: 0.69 });
  });

  it('is the nearest rank of the sorted counts', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 200 }), (counts) => {
        const holdings = [...new Set(counts)]
          .filter((n) => n > 0)
          .map((n) => held(n, counts.filter((count) => count === n).length));
        const sorted = [...counts].sort((a, b) => a - b);
        const rank = (p: number) => sorted[Math.max(1, Math.ceil(p * sorted.length)) - 1];
        const spread = spreadOf(holdings, counts.length);
        expect([spread.p50, spread.p90, spread.p99, spread.max]).toEqual([
          rank(0.5),
          rank(0.9),
          rank(0.99),
          sorted.at(-1),
        ]);
      }),
    );
  });

  it('refuses more holders than customers', () => {
    expect(() => spreadOf([held(1, 5)], 4)).toThrow(RangeError);
  });
});
