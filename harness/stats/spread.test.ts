import { describe, expect, it } from 'vitest';
import { halfWidth, sampleSd, sectioningError } from './spread.ts';

describe('spread', () => {
  it('sectioning: ten slices at +-0.1 around the centre', () => {
    const slices = [0.1, -0.1, 0.1, -0.1, 0.1, -0.1, 0.1, -0.1, 0.1, -0.1];
    // sqrt(10 * 0.01 / 90)
    expect(sectioningError(0, slices)).toBeCloseTo(Math.sqrt(0.1 / 90), 12);
    expect(() => sectioningError(0, [1])).toThrow(RangeError);
  });

  it('sample sd divides by n - 1', () => {
    expect(sampleSd([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12);
  });

  it('five runs: t at 4 degrees of freedom times the larger error', () => {
    const runs = [0, 0.1, 0.2, 0.3, 0.4];
    const between = Math.sqrt(0.025) / Math.sqrt(5);
    expect(halfWidth(runs, [0, 0, 0, 0, 0], 0.98)).toBeCloseTo(2.998528 * between, 6);
    // Runs that agree by chance do not hide what each of them is unsure of: sqrt(5 * 0.2^2) / 5.
    expect(halfWidth([0, 0, 0, 0, 0], [0.2, 0.2, 0.2, 0.2, 0.2], 0.98)).toBeCloseTo(
      (2.998528 * 0.2) / Math.sqrt(5),
      6,
    );
  });

  it('one run: the assumed spread beside its own error', () => {
    expect(halfWidth([6], [0], 0.98)).toBeCloseTo(2.053749 * 0.25, 6);
    expect(halfWidth([6], [0.1], 0.98)).toBeCloseTo(2.053749 * Math.sqrt(0.25 ** 2 + 0.1 ** 2), 6);
  });

  it('refuses no run', () => {
    expect(() => halfWidth([], [], 0.98)).toThrow(RangeError);
  });
});
