import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Histogram } from '../core/evidence/samples.ts';
import { countFrom, countOf, mergeHistograms, quantileOf } from './histogram.ts';

const histogram = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 50 })), {
    selector: ([value]) => value,
    maxLength: 20,
  })
  .map((pairs): Histogram => pairs.sort(([a], [b]) => a - b));

describe('histogram', () => {
  it('adds counts of equal values and stays ascending', () => {
    const merged = mergeHistograms([
      [[10, 1]],
      [
        [5, 2],
        [10, 3],
      ],
    ]);
    expect(merged).toEqual([
      [5, 2],
      [10, 4],
    ]);
    expect(countOf(merged)).toBe(6);
    expect(countFrom(merged, 10)).toBe(4);
  });

  it('takes the smallest value with at least the fraction at or below it', () => {
    const twenty: Histogram = Array.from({ length: 20 }, (_, i) => [i + 1, 1]);
    expect(quantileOf(twenty, 0.95)).toBe(19);
    expect(quantileOf(twenty, 0.951)).toBe(20);
    expect(quantileOf(twenty, 0)).toBe(1);
    expect(quantileOf(twenty, 1)).toBe(20);
    // 0.07 * 100 is 7.000000000000001: the rank is 7.
    expect(
      quantileOf(
        Array.from({ length: 100 }, (_, i) => [i + 1, 1]),
        0.07,
      ),
    ).toBe(7);
  });

  it('has no quantile when empty, and refuses a fraction outside 0..1', () => {
    expect(quantileOf([], 0.95)).toBeNull();
    expect(() => quantileOf([[1, 1]], 1.01)).toThrow(RangeError);
    expect(() => quantileOf([[1, 1]], Number.NaN)).toThrow(RangeError);
  });

  it('merging is commutative and associative and loses no count', () => {
    fc.assert(
      fc.property(histogram, histogram, histogram, (a, b, c) => {
        expect(mergeHistograms([a, b])).toEqual(mergeHistograms([b, a]));
        expect(mergeHistograms([mergeHistograms([a, b]), c])).toEqual(
          mergeHistograms([a, mergeHistograms([b, c])]),
        );
        expect(countOf(mergeHistograms([a, b]))).toBe(countOf(a) + countOf(b));
      }),
    );
  });

  it('the quantile never falls as the fraction rises, and is a recorded value', () => {
    fc.assert(
      fc.property(
        histogram.filter((h) => h.length > 0),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (h, p, q) => {
          const [low, high] = [quantileOf(h, Math.min(p, q)), quantileOf(h, Math.max(p, q))];
          expect(low as number).toBeLessThanOrEqual(high as number);
          expect(h.map(([value]) => value)).toContain(low);
        },
      ),
    );
  });
});
