import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from './histogram.ts';

const latencies = fc.array(fc.integer({ min: 0, max: 60_000_000 }), { minLength: 1, maxLength: 300 });

function of(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

/** Smallest value with at least the share q at or below it. */
function exact(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(q * sorted.length - 1e-9)) - 1] as number;
}

describe('latency histogram', () => {
  it('gives the inverted CDF to within a thousandth', () => {
    fc.assert(
      fc.property(latencies, fc.constantFrom(0.5, 0.9, 0.95, 0.99, 1), (values, q) => {
        const truth = exact(values, q);
        const seen = of(values).quantileUs(q);
        expect(seen).toBeGreaterThanOrEqual(truth);
        expect(seen - truth).toBeLessThanOrEqual(Math.max(1, truth * 0.001));
      }),
    );
  });

  it('is the same in whatever order it is merged', () => {
    fc.assert(
      fc.property(fc.array(latencies, { minLength: 2, maxLength: 5 }), (parts) => {
        const merged = (order: number[][]) => {
          const whole = new LatencyHistogram();
          for (const part of order) whole.merge(of(part));
          return whole;
        };
        const whole = of(parts.flat());
        expect(merged(parts).pairs()).toEqual(whole.pairs());
        expect(merged([...parts].reverse()).pairs()).toEqual(whole.pairs());
        expect(merged(parts).count).toBe(parts.flat().length);
      }),
    );
  });

  it('lists its buckets in ascending order, to the maximum and no further', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const pairs = of(values).pairs();
        expect(pairs.map(([us]) => us)).toEqual(pairs.map(([us]) => us).sort((a, b) => a - b));
        expect(pairs.at(-1)?.[0]).toBe(Math.max(...values));
        expect(pairs.reduce((sum, [, count]) => sum + count, 0)).toBe(values.length);
      }),
    );
  });

  it('never improves when requests fail', () => {
    const timeoutUs = 60_000_000;
    fc.assert(
      fc.property(latencies, fc.array(fc.boolean(), { minLength: 300, maxLength: 300 }), (values, failed) => {
        const worst = of(values.map((value, i) => (failed[i] ? timeoutUs : value)));
        for (const q of [0.5, 0.9, 0.95, 0.99])
          expect(worst.quantileUs(q)).toBeGreaterThanOrEqual(of(values).quantileUs(q));
      }),
    );
  });

  it('is empty at first', () => {
    expect(new LatencyHistogram().summary()).toBeNull();
    expect(new LatencyHistogram().pairs()).toEqual([]);
  });
});
