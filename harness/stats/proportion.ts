import { type Interval, sound } from './interval.ts';
import { ASSUMED_RUN_SD } from './looks.ts';
import { betaQuantile, normalQuantile, tQuantile } from './quantiles.ts';

/** Events among trials of one slice of a window: failed requests among requests, cache misses among lookups. */
export interface Batch {
  events: number;
  trials: number;
}

/**
 * Exact upper bound when 0 events were seen in `trials` (Clopper & Pearson, Biometrika 26, 1934):
 * `BetaInv(confidence; 1, n) = 1 - (1 - confidence)^(1/n)`.
 */
export function upperBoundOfNone(trials: number, confidence: number): number {
  return betaQuantile(confidence, 1, trials);
}

/**
 * A proportion over runs, each given as its batches, with one-sided bounds at `confidence` that allow for events
 * coming in bursts: beta bounds on an effective sample (Korn & Graubard, Survey Methodology 24, 1998), see `bounds`.
 * The upper bound is the largest over the batches with most events, taken alone, by twos, ...: without that, further
 * errors that happen to spread more evenly over the batches would shrink the estimated burstiness and so lower the
 * bound. (Evening out between runs may still do so: with five runs the same device would cost too much power.)
 * Throws a RangeError on no trials, negative counts, or more events than trials.
 */
export function proportionInterval(runs: readonly (readonly Batch[])[], confidence: number): Interval {
  const batches = runs.flat();
  for (const { events, trials } of batches)
    if (!(Number.isInteger(events) && Number.isInteger(trials) && events >= 0 && events <= trials))
      throw new RangeError('a proportion has impossible counts');
  const assumedSd = runs.length === 1 ? ASSUMED_RUN_SD : 0;
  const whole = bounds({ batches, clusters: runs.map(sum), assumedSd, confidence });
  const partial = thinned(batches).map(
    (some) => bounds({ batches: some, clusters: [], assumedSd, confidence }).upper,
  );
  return sound({ ...whole, upper: Math.max(whole.upper, ...partial) }, 'the proportion');
}

/** The batches with all events struck out but those of the 1, 2, ... heaviest; the untouched ones are left out. */
function thinned(batches: readonly Batch[]): Batch[][] {
  const heaviestFirst = batches.map((_, index) => index).filter((index) => eventsAt(batches, index) > 0);
  heaviestFirst.sort((a, b) => eventsAt(batches, b) - eventsAt(batches, a));
  return heaviestFirst.slice(1).map((_, last) => {
    const kept = new Set(heaviestFirst.slice(0, last + 1));
    return batches.map((batch, index) => (kept.has(index) ? batch : { ...batch, events: 0 }));
  });
}

const eventsAt = (batches: readonly Batch[], index: number): number => batches[index]?.events ?? 0;

interface Clustered {
  batches: readonly Batch[];
  /** Coarser clusters of the same events: the runs. */
  clusters: readonly Batch[];
  assumedSd: number;
  confidence: number;
}

/**
 * Method s5. `n* = (n/D) (z/t)^2`, `k* = p n*`, upper = BetaInv(c; k*+1, n*-k*), lower = BetaInv(1-c; k*, n*-k*+1).
 * D is the largest design effect over batches and over runs, at least 1; one run is given the variance that the
 * assumed run-to-run spread adds: relative sd s adds s^2 n p / (1 - p) to D. No events: Clopper-Pearson with n.
 */
function bounds({ batches, clusters, assumedSd, confidence }: Clustered): Interval {
  const { events, trials } = sum(batches);
  if (trials === 0) throw new RangeError('a proportion needs at least 1 trial');
  const p = events / trials;
  if (events === 0) return { value: 0, lower: 0, upper: upperBoundOfNone(trials, confidence) };
  if (events === trials) return { value: 1, lower: 1 - upperBoundOfNone(trials, confidence), upper: 1 };
  if (batches.length < 2) throw new RangeError('a proportion needs at least 2 batches');
  const assumed = (assumedSd ** 2 * events) / (1 - p);
  const design = Math.max(1, designEffect(batches), designEffect(clusters)) + assumed;
  const effective =
    (trials / design) * (normalQuantile(confidence) / tQuantile(confidence, batches.length - 1)) ** 2;
  const hits = p * effective;
  return {
    value: p,
    lower: betaQuantile(1 - confidence, hits, effective - hits + 1),
    upper: betaQuantile(confidence, hits + 1, effective - hits),
  };
}

/** Variance of the proportion over m clusters against that of independent trials: METHOD.md s5, `d`. 0 under two clusters. */
function designEffect(clusters: readonly Batch[]): number {
  const m = clusters.length;
  const { events, trials } = sum(clusters);
  const p = events / trials;
  if (m < 2 || p === 0 || p === 1) return 0;
  const squares = clusters.reduce((total, batch) => total + (batch.events - p * batch.trials) ** 2, 0);
  return ((m / (m - 1)) * squares) / trials ** 2 / ((p * (1 - p)) / trials);
}

function sum(batches: readonly Batch[]): Batch {
  return {
    events: batches.reduce((total, batch) => total + batch.events, 0),
    trials: batches.reduce((total, batch) => total + batch.trials, 0),
  };
}
