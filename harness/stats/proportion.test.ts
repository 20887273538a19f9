import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, proportionInterval, upperBoundOfNone } from './proportion.ts';

const even = (events: number, trials: number, batches = 10): Batch[] =>
  Array.from({ length: batches }, () => ({ events, trials }));

const errorsIn = (events: readonly number[], trials = 1000): Batch[] =>
  events.map((count) => ({ events: count, trials }));

const fiveRuns = (batches: Batch[]) => [batches, batches, batches, batches, batches];

describe('proportion', () => {
  it('0 errors in 1000: at most 0.0029912 at 95 %', () => {
    expect(proportionInterval([even(0, 100)], 0.95).upper).toBeCloseTo(0.0029912, 7);
  });

  it('Wilks: 59 trials without an event bound it at 5 % with 95 % confidence, 58 do not', () => {
    expect(upperBoundOfNone(59, 0.95)).toBeLessThanOrEqual(0.05);
    expect(upperBoundOfNone(58, 0.95)).toBeGreaterThan(0.05);
  });

  it('even errors: the bounds of an independent sample, widened by (z/t)^2 alone', () => {
    // 5 runs of 10 batches of 100 with 1 error each: n = 5000, p = 0.01, D = 1, t at 49 degrees of freedom.
    const { lower, upper } = proportionInterval(fiveRuns(even(1, 100)), 0.98);
    expect(lower).toBeGreaterThan(0.0068);
    expect(lower).toBeLessThan(0.0075);
    expect(upper).toBeGreaterThan(0.0129);
    expect(upper).toBeLessThan(0.0139);
  });

  it('errors in one burst are far less certain than the same number spread evenly', () => {
    const spread = proportionInterval(fiveRuns(errorsIn([1, 1, 1, 1, 1, 1, 1, 1, 1, 1])), 0.98);
    const burst = proportionInterval(fiveRuns(errorsIn([10, 0, 0, 0, 0, 0, 0, 0, 0, 0])), 0.98);
    expect(burst.value).toBe(spread.value);
    expect(burst.upper).toBeGreaterThan(1.5 * spread.upper);
    expect(burst.lower).toBeLessThan(spread.lower);
  });

  it('errors in one run of five are less certain than in all five', () => {
    const each = proportionInterval(fiveRuns(even(2, 1000)), 0.98);
    const one = proportionInterval([even(10, 1000), ...fiveRuns(even(0, 1000)).slice(1)], 0.98);
    expect(one.value).toBe(each.value);
    expect(one.upper).toBeGreaterThan(1.5 * each.upper);
  });

  it('one run is given the run-to-run spread that it cannot see', () => {
    const one = proportionInterval([even(10, 1000)], 0.98);
    const two = proportionInterval([even(10, 1000, 5), even(10, 1000, 5)], 0.98);
    expect(one.upper).toBeGreaterThan(two.upper);
  });

  it('all failed, and impossible counts', () => {
    expect(proportionInterval([even(10, 10)], 0.98)).toMatchObject({ value: 1, upper: 1 });
    expect(() => proportionInterval([even(0, 0)], 0.98)).toThrow(RangeError);
    expect(() => proportionInterval([even(2, 1)], 0.98)).toThrow(RangeError);
    expect(() => proportionInterval([even(-1, 1)], 0.98)).toThrow(RangeError);
    expect(() => proportionInterval([even(Number.NaN, 1)], 0.98)).toThrow(RangeError);
  });

  const counts = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 10, maxLength: 10 });

  it('lower <= point <= upper', () => {
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 3 }), (runs) => {
        const { value, lower, upper } = proportionInterval(
          runs.map((events) => errorsIn(events)),
          0.98,
        );
        expect(lower).toBeLessThanOrEqual(value);
        expect(value).toBeLessThanOrEqual(upper);
      }),
    );
  });

  it('more samples of the same proportions never widen the bound', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 20 }), (events, times) => {
        const few = proportionInterval([errorsIn(events)], 0.98);
        const many = proportionInterval(
          [
            errorsIn(
              events.map((count) => count * times),
              1000 * times,
            ),
          ],
          0.98,
        );
        expect(many.upper).toBeLessThanOrEqual(few.upper * (1 + 1e-9));
      }),
    );
  });

  it('further errors never lower the upper bound, however they fall', () => {
    fc.assert(
      fc.property(
        counts,
        fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 10, maxLength: 10 }),
        (events, more) => {
          const before = proportionInterval([errorsIn(events)], 0.98).upper;
          const after = proportionInterval(
            [errorsIn(events.map((n, i) => n + (more[i] as number)))],
            0.98,
          ).upper;
          expect(after).toBeGreaterThanOrEqual(before * (1 - 1e-9));
        },
      ),
      { numRuns: 500 },
    );
  });
});
