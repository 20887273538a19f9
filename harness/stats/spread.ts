import { ASSUMED_RUN_SD } from './looks.ts';
import { normalQuantile, tQuantile } from './quantiles.ts';

/**
 * Within-run standard error of a statistic by sectioning (Asmussen & Glynn, Stochastic Simulation, 2007, III.5):
 * `sqrt( sum (b_j - centre)^2 / ((m-1) m) )` over m equal slices in time, around the whole run's own statistic.
 * Slices are long against the correlation of requests, so their spread holds what i.i.d. formulas miss.
 * Throws a RangeError under two slices.
 */
export function sectioningError(centre: number, slices: readonly number[]): number {
  const m = slices.length;
  if (m < 2) throw new RangeError(`a within-run error needs at least 2 slices, there are ${m}`);
  const squares = slices.reduce((sum, slice) => sum + (slice - centre) ** 2, 0);
  return Math.sqrt(squares / ((m - 1) * m));
}

/** Sample standard deviation (n - 1). Throws a RangeError under two values. */
export function sampleSd(values: readonly number[]): number {
  if (values.length < 2) throw new RangeError('a standard deviation needs at least 2 values');
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** Arithmetic mean. Throws a RangeError without values. */
export function meanOf(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('a mean needs at least 1 value');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Half-width, on a relative (ln) scale, of an interval over R runs.
 * R > 1: `t_{confidence, R-1} * max(se_b, se_w)` with `se_b = sd / sqrt(R)` between runs and `se_w = sqrt(sum w_i^2) / R`
 * within them: the larger, so that neither few runs nor correlated requests make it look sure (METHOD.md s4).
 * R = 1: `z_confidence * sqrt(0.25^2 + w^2)`, the run-to-run spread being assumed (METHOD.md s7, rule 12).
 * `perRun` are the runs' statistics on that scale, `within` their standard errors.
 */
export function halfWidth(perRun: readonly number[], within: readonly number[], confidence: number): number {
  const runs = perRun.length;
  if (runs !== within.length || runs === 0) throw new RangeError('one within-run error a run is needed');
  if (runs === 1) return normalQuantile(confidence) * Math.hypot(ASSUMED_RUN_SD, within[0] as number);
  const between = sampleSd(perRun) / Math.sqrt(runs);
  return tQuantile(confidence, runs - 1) * Math.max(between, Math.hypot(...within) / runs);
}
