import { build, type JsHistogram } from 'hdr-histogram-js';
import type { Histogram } from '../../core/evidence/samples.ts';

/** An hour in microseconds: longer than any time-out. */
const LONGEST_US = 3_600_000_000;
/** Gives the buckets; never filled. Three digits: a value is off by at most 0.1 %. */
const ruler = build({
  lowestDiscernibleValue: 1,
  highestTrackableValue: LONGEST_US,
  numberOfSignificantValueDigits: 3,
  bitBucketSize: 32,
  useWebAssembly: false,
}) as JsHistogram;

/**
 * Latencies in the buckets of an HdrHistogram (three significant digits), kept sparse, so that one for every endpoint
 * and every second stays small. Values are microseconds.
 */
export class LatencyHistogram {
  readonly #counts = new Map<number, number>();
  #count = 0;
  #maxUs = 0;

  add(us: number): void {
    const value = Math.min(Math.max(Math.round(us), 0), LONGEST_US);
    const bucket = ruler.countsArrayIndex(value);
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + 1);
    this.#count++;
    if (value > this.#maxUs) this.#maxUs = value;
  }

  /** Adds the counts of `other`. In whatever order histograms are merged, the result is the same. */
  merge(other: LatencyHistogram): void {
    for (const [bucket, count] of other.#counts) {
      this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + count);
    }
    this.#count += other.#count;
    this.#maxUs = Math.max(this.#maxUs, other.#maxUs);
  }

  get count(): number {
    return this.#count;
  }

  get maxUs(): number {
    return this.#maxUs;
  }

  /** Bucket by bucket, ascending: [highest value of the bucket, never above the maximum, count]. */
  pairs(): Histogram {
    return [...this.#counts]
      .sort(([a], [b]) => a - b)
      .map(([bucket, count]) => [this.#valueOf(bucket), count]);
  }

  /**
   * The smallest value with at least the share `q` of all values at or below it (inverted CDF, METHOD.md s4), to the
   * bucket. 0 where the histogram is empty.
   */
  quantileUs(q: number, pairs = this.pairs()): number {
    // The product may lie a hair above a whole number that it should be: do not skip a value for that.
    const rank = Math.max(1, Math.ceil(q * this.#count - 1e-9));
    let seen = 0;
    for (const [us, count] of pairs) {
      seen += count;
      if (seen >= rank) return us;
    }
    return this.#maxUs;
  }

  /** The quantiles that evidence carries, milliseconds; null where there is nothing. */
  summary(): { p50Ms: number; p90Ms: number; p95Ms: number; p99Ms: number; maxMs: number } | null {
    if (this.#count === 0) return null;
    const pairs = this.pairs();
    const ms = (q: number) => this.quantileUs(q, pairs) / 1000;
    return { p50Ms: ms(0.5), p90Ms: ms(0.9), p95Ms: ms(0.95), p99Ms: ms(0.99), maxMs: this.#maxUs / 1000 };
  }

  #valueOf(bucket: number): number {
    return Math.min(ruler.highestEquivalentValue(ruler.valueFromIndex(bucket)), this.#maxUs);
  }
}
