/** A point and its two one-sided bounds, each at the confidence that was asked for. */
export interface Interval {
  value: number;
  lower: number;
  upper: number;
}

/**
 * Returns the interval if it is one: finite, lower <= value <= upper. Throws otherwise, since a NaN compares as false
 * and would quietly count as a violated bound.
 */
export function sound(interval: Interval, what: string): Interval {
  const { value, lower, upper } = interval;
  const slack = 1e-9 * Math.max(1, Math.abs(value));
  if (![value, lower, upper].every(Number.isFinite))
    throw new RangeError(`the interval of ${what} is not finite`);
  if (lower > value + slack || value > upper + slack)
    throw new RangeError(`the interval of ${what} does not hold its own value`);
  return interval;
}
