import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makingInr, metalInrPerGram, oldGoldInr, oldGoldWeightMg, priceInr, valueInr } from './pricing.ts';

const piece = fc.record({
  weightMg: fc.integer({ min: 300, max: 600_000 }),
  purity: fc.constantFrom(0, 18, 22, 24),
  makingInrPerGram: fc.integer({ min: 15, max: 4_500 }),
  stoneInr: fc.integer({ min: 0, max: 200_000 }),
});
const rate = fc.integer({ min: 5_000, max: 9_000 });

describe('priceInr', () => {
  it('is weight x rate x purity + making + stones + 3 % GST', () => {
    // 10 g of 22 carat at 8,000 a gram: 73,333.33; making 1,000 a gram: 10,000; stones 500; all of it x 1.03.
    const ring = { weightMg: 10_000, purity: 22, makingInrPerGram: 1_000, stoneInr: 500 };
    expect(priceInr(ring, 8_000)).toBe(Math.round((73_333.3333 + 10_000 + 500) * 1.03));
    expect(valueInr(ring, 8_000)).toBe(83_833);
  });

  it('is whole and grows with the weight', () => {
    fc.assert(
      fc.property(piece, rate, (one, inrPerGram24k) => {
        const price = priceInr(one, inrPerGram24k);
        expect(Number.isSafeInteger(price)).toBe(true);
        expect(priceInr({ ...one, weightMg: one.weightMg + 1_000 }, inrPerGram24k)).toBeGreaterThan(price);
      }),
    );
  });

  it('is what arithmetic without rounding on the way gives, to the rupee', () => {
    fc.assert(
      fc.property(piece, rate, (one, inrPerGram24k) => {
        const weight = BigInt(one.weightMg);
        const perGram = BigInt(inrPerGram24k * one.purity + one.makingInrPerGram * 24);
        const scaled = weight * perGram + BigInt(one.stoneInr) * 24_000n;
        expect(priceInr(one, inrPerGram24k)).toBe(Number((scaled * 103n + 1_200_000n) / 2_400_000n));
        expect(valueInr(one, inrPerGram24k)).toBe(Number((scaled + 12_000n) / 24_000n));
      }),
    );
  });

  it('goes by the tag alone where the purity is 0', () => {
    fc.assert(
      fc.property(piece, rate, rate, (one, today, tomorrow) => {
        const tagged = { ...one, purity: 0 };
        expect(priceInr(tagged, today)).toBe(priceInr(tagged, tomorrow));
      }),
    );
  });
});

describe('the parts of a price', () => {
  it('are tax of 3 %, making and a rest for the metal that is never below nothing', () => {
    fc.assert(
      fc.property(piece, rate, (one, inrPerGram24k) => {
        const value = valueInr(one, inrPerGram24k);
        const tax = priceInr(one, inrPerGram24k) - value;
        expect(Math.abs(tax - value * 0.03)).toBeLessThanOrEqual(1.03);
        const metal = value - makingInr(one.weightMg, one.makingInrPerGram) - one.stoneInr;
        expect(metal).toBeGreaterThanOrEqual(0);
        const exact = (one.weightMg * inrPerGram24k * one.purity) / 24_000;
        expect(Math.abs(metal - exact)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('has metal of its fineness in a gram', () => {
    expect(metalInrPerGram(98_500, 925)).toBe(92);
    expect(metalInrPerGram(98_500, 999)).toBe(99);
  });
});

describe('old gold', () => {
  const gold = fc.record({
    purity: fc.integer({ min: 14, max: 24 }),
    deductionPercent: fc.integer({ min: 0, max: 20 }),
  });

  it('is weight x rate x purity less the deduction', () => {
    const bangle = { weightMg: 12_000, purity: 22, deductionPercent: 5 };
    expect(oldGoldInr(bangle, 8_000)).toBe(Math.floor(12 * 8_000 * (22 / 24) * 0.95));
  });

  it('of the weight that is asked for is worth at most what it may be, and 10 mg more is worth more', () => {
    fc.assert(
      fc.property(gold, rate, fc.integer({ min: 1_000, max: 3_000_000 }), (one, inrPerGram24k, mostInr) => {
        const weightMg = oldGoldWeightMg(mostInr, one, inrPerGram24k);
        expect(weightMg % 10).toBe(0);
        expect(oldGoldInr({ ...one, weightMg }, inrPerGram24k)).toBeLessThanOrEqual(mostInr);
        const more = oldGoldInr({ ...one, weightMg: weightMg + 10 }, inrPerGram24k);
        expect(more).toBeGreaterThanOrEqual(mostInr);
      }),
    );
  });
});
