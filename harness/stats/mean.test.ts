import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanInterval } from './mean.ts';

const run = (value: number) => ({ value, slices: [] });

describe('mean interval', () => {
  it('one run: the assumed relative spread on the ln scale', () => {
    const { value, lower, upper } = meanInterval([run(0.4)], 0.98);
    expect(value).toBe(0.4);
    expect(upper).toBeCloseTo(0.4 * Math.exp(2.053749 * 0.25), 6);
    expect(lower).toBeCloseTo(0.4 * Math.exp(-2.053749 * 0.25), 6);
  });

  it('slices widen one run by their own error', () => {
    const slices = [9, 11, 9, 11, 9, 11, 9, 11, 9, 11];
    const width = 2.053749 * Math.hypot(0.25, Math.sqrt(10 / 90) / 10);
    expect(meanInterval([{ value: 10, slices }], 0.98).upper).toBeCloseTo(10 * Math.exp(width), 5);
  });

  it('five runs: t over runs', () => {
    const values = [1, Math.E ** 0.1, Math.E ** 0.2, Math.E ** 0.3, Math.E ** 0.4];
    const mean = values.reduce((a, b) => a + b) / 5;
    const width = (2.998528 * Math.sqrt(0.025)) / Math.sqrt(5);
    expect(meanInterval(values.map(run), 0.98).upper).toBeCloseTo(mean * Math.exp(width), 5);
  });

  it('zero stays zero, a zero among others goes linear and is cut at 0', () => {
    expect(meanInterval([run(0)], 0.98)).toEqual({ value: 0, lower: 0, upper: 0 });
    const { lower, upper } = meanInterval([0, 1, 1, 1, 1].map(run), 0.98);
    expect(lower).toBeGreaterThanOrEqual(0);
    expect(upper).toBeGreaterThan(0.8);
  });

  it('refuses nothing, negatives and NaN', () => {
    expect(() => meanInterval([], 0.98)).toThrow(RangeError);
    expect(() => meanInterval([run(-1)], 0.98)).toThrow(RangeError);
    expect(() => meanInterval([{ value: 1, slices: [1, Number.NaN] }], 0.98)).toThrow(RangeError);
  });

  it('lower <= mean <= upper; scaling the data scales the interval', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.001, max: 1000, noNaN: true }), { minLength: 1, maxLength: 10 }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (values, factor) => {
          const one = meanInterval(values.map(run), 0.98);
          const scaled = meanInterval(
            values.map((value) => run(value * factor)),
            0.98,
          );
          expect(one.lower).toBeLessThanOrEqual(one.value);
          expect(one.value).toBeLessThanOrEqual(one.upper);
          expect(scaled.upper / one.upper / factor).toBeCloseTo(1, 6);
        },
      ),
    );
  });
});
