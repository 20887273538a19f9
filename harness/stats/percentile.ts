import type { Histogram } from '../core/evidence/samples.ts';
import { mergeHistograms, quantileOf } from './histogram.ts';
import { type Interval, sound } from './interval.ts';
import { halfWidth, sectioningError } from './spread.ts';

/** One run's latencies: the whole window, and the same percentile in each of its ten equal slices. */
export interface PercentileRun {
  /** Values in microseconds. */
  histogram: Histogram;
  /** Milliseconds; null where a slice held no request. */
  slicesMs: readonly (number | null)[];
}

/**
 * The percentile `q` of all requests of all runs, in milliseconds, with one-sided bounds at `confidence`:
 * `P exp(+-h)`, P from the merged histograms, h from the spread of ln percentile between and within runs (METHOD.md s4).
 * Throws a RangeError where a run or a slice is empty or a percentile is zero: there is no interval then.
 */
export function pooledPercentile(runs: readonly PercentileRun[], q: number, confidence: number): Interval {
  const pooled = positive(quantileOf(mergeHistograms(runs.map((run) => run.histogram)), q)) / 1000;
  const perRun = runs.map((run) => Math.log(positive(quantileOf(run.histogram, q)) / 1000));
  const within = runs.map((run, index) =>
    sectioningError(
      perRun[index] as number,
      run.slicesMs.map((slice) => Math.log(positive(slice))),
    ),
  );
  const factor = Math.exp(halfWidth(perRun, within, confidence));
  return sound({ value: pooled, lower: pooled / factor, upper: pooled * factor }, 'the percentile');
}

function positive(value: number | null): number {
  if (value === null) throw new RangeError('a run or one of its ten slices holds no request');
  if (!(value > 0)) throw new RangeError(`a latency percentile of ${value} cannot be`);
  return value;
}
