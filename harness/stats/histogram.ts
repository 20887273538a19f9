import type { Histogram } from '../core/evidence/samples.ts';

/** The histogram of all values of all inputs: counts of equal values are added. Ascending, whatever the inputs' order. */
export function mergeHistograms(histograms: readonly Histogram[]): Histogram {
  const counts = new Map<number, number>();
  for (const histogram of histograms)
    for (const [value, count] of histogram) counts.set(value, (counts.get(value) ?? 0) + count);
  return [...counts].sort(([a], [b]) => a - b);
}

/** Number of values in the histogram. */
export function countOf(histogram: Histogram): number {
  return histogram.reduce((sum, [, count]) => sum + count, 0);
}

/** Number of values that are at least `from`, in the histogram's unit (microseconds). */
export function countFrom(histogram: Histogram, from: number): number {
  return histogram.reduce((sum, [value, count]) => (value >= from ? sum + count : sum), 0);
}

/**
 * Inverted-CDF quantile (type 1 of Hyndman & Fan, The American Statistician 50, 1996): the smallest value with at least
 * a fraction `q` of all values at or below it. Unit of the histogram. Null where it is empty.
 * Throws a RangeError unless 0 <= q <= 1.
 */
export function quantileOf(histogram: Histogram, q: number): number | null {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`a quantile is asked for at ${q}, outside 0..1`);
  const ascending = mergeHistograms([histogram]);
  const total = countOf(ascending);
  // 0.95 * 20 is 19.000000000000004 in floating point for some totals: a rank that is whole must not be rounded up.
  const rank = Math.max(1, Math.ceil(q * total - 1e-9 * total));
  let seen = 0;
  for (const [value, count] of ascending) {
    seen += count;
    if (seen >= rank) return value;
  }
  return null;
}
