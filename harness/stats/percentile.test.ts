import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Histogram } from '../core/evidence/samples.ts';
import { type PercentileRun, pooledPercentile } from './percentile.ts';

const flat = (ms: number): PercentileRun => ({
  histogram: [[ms * 1000, 1000]],
  slicesMs: Array.from({ length: 10 }, () => ms),
});

describe('pooled percentile', () => {
  it('one run: P exp(+-2.0537 * 0.25)', () => {
    const { value, lower, upper } = pooledPercentile([flat(200)], 0.95, 0.98);
    expect(value).toBe(200);
    expect(upper).toBeCloseTo(200 * Math.exp(2.053749 * 0.25), 3);
    expect(lower).toBeCloseTo(200 * Math.exp(-2.053749 * 0.25), 3);
  });

  it('five runs: the pooled value, not a mean of percentiles', () => {
    // 4 runs at 100 ms and one at 900 ms: 20 % of all requests took 900 ms, so the pooled p95 is 900.
    const runs = [100, 100, 100, 100, 900].map(flat);
    expect(pooledPercentile(runs, 0.95, 0.98).value).toBe(900);
  });

  it('five equal runs leave no spread', () => {
    const { lower, upper } = pooledPercentile(
      [1, 2, 3, 4, 5].map(() => flat(300)),
      0.95,
      0.98,
    );
    expect([lower, upper]).toEqual([300, 300]);
  });

  it('refuses empty runs, empty slices and a zero percentile', () => {
    expect(() => pooledPercentile([], 0.95, 0.98)).toThrow();
    expect(() => pooledPercentile([{ ...flat(1), histogram: [] }], 0.95, 0.98)).toThrow(RangeError);
    expect(() => pooledPercentile([{ ...flat(1), slicesMs: [1, null] }], 0.95, 0.98)).toThrow(RangeError);
    expect(() => pooledPercentile([flat(0)], 0.95, 0.98)).toThrow(RangeError);
  });

  it('lower <= point <= upper, and wider at higher confidence', () => {
    const run = fc
      .tuple(
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 10, maxLength: 10 }),
      )
      .map(
        ([values, slicesMs]): PercentileRun => ({
          histogram: [...new Set(values)].sort((a, b) => a - b).map((v) => [v * 1000, 1]) as Histogram,
          slicesMs,
        }),
      );
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 6 }), (runs) => {
        const narrow = pooledPercentile(runs, 0.95, 0.98);
        const wide = pooledPercentile(runs, 0.95, 0.99);
        expect(narrow.lower).toBeLessThanOrEqual(narrow.value);
        expect(narrow.value).toBeLessThanOrEqual(narrow.upper);
        expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper);
        expect(wide.lower).toBeLessThanOrEqual(narrow.lower);
      }),
    );
  });
});
