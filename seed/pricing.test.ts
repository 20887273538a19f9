import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priceInr } from './pricing.ts';

describe('priceInr', () => {
  it('is weight x rate x purity + making + stones + 3 % GST', () => {
    // 10 g of 22 carat at 8,000 a gram: 73,333.33; making 1,000 a gram: 10,000; stones 500; all of it x 1.03.
    const piece = { weightMg: 10_000, purity: 22, makingInrPerGram: 1_000, stoneInr: 500 };
    expect(priceInr(piece, 8_000)).toBe(Math.round((73_333.3333 + 10_000 + 500) * 1.03));
  });

  it('is whole and grows with the weight', () => {
    const piece = fc.record({
      weightMg: fc.integer({ min: 300, max: 120_000 }),
      purity: fc.constantFrom(18, 22, 24),
      makingInrPerGram: fc.integer({ min: 60, max: 1_800 }),
      stoneInr: fc.integer({ min: 0, max: 40_000 }),
    });
    fc.assert(
      fc.property(piece, fc.integer({ min: 5_000, max: 9_000 }), (one, rate) => {
        const price = priceInr(one, rate);
        expect(Number.isSafeInteger(price)).toBe(true);
        expect(priceInr({ ...one, weightMg: one.weightMg + 1_000 }, rate)).toBeGreaterThan(price);
      }),
    );
  });
});
