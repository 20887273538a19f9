import { type Interval, sound } from './interval.ts';
import { halfWidth, meanOf, sectioningError } from './spread.ts';

/** One run's mean, utilisation or largest value. */
export interface MeanRun {
  value: number;
  /** The same over equal slices of the window; empty where slices mean nothing, such as for a maximum. */
  slices: readonly number[];
}

/**
 * Mean over runs with one-sided bounds at `confidence`, for figures that cannot be negative. On the ln scale
 * (`P exp(+-h)`) where every run is positive, so that bounds stay positive; else relative to the mean and cut at 0.
 * Widths as in `halfWidth` (t over runs; one run is given an assumed spread), errors of slices by the delta method:
 * se(ln x) = se(x) / x. Throws a RangeError on no runs, or a negative or non-finite value.
 */
export function meanInterval(runs: readonly MeanRun[], confidence: number): Interval {
  for (const { value, slices } of runs)
    if (![value, ...slices].every((x) => Number.isFinite(x) && x >= 0))
      throw new RangeError('a mean is negative or not a number');
  const value = meanOf(runs.map((run) => run.value));
  if (value === 0) return { value: 0, lower: 0, upper: 0 };
  const positive = runs.every((run) => run.value > 0);
  const centre = (run: MeanRun) => (positive ? run.value : value);
  const width = halfWidth(
    runs.map((run) => (positive ? Math.log(run.value) : run.value / value)),
    runs.map((run) => (run.slices.length === 0 ? 0 : sectioningError(run.value, run.slices) / centre(run))),
    confidence,
  );
  const [lower, upper] = positive
    ? [value * Math.exp(-width), value * Math.exp(width)]
    : [Math.max(0, value * (1 - width)), value * (1 + width)];
  return sound({ value, lower, upper }, 'the mean');
}
