import type { Claim } from '../../core/claim.ts';
import { formatValue, type Unit } from '../../core/units.ts';

/** From the least to the most that a statement allows, both included; either may be infinite. */
export interface Span {
  low: number;
  high: number;
}

/** What a claim allows its figure to be: `up to 5,000` is all from zero to there, `50,000 or more` has no end. */
export function spanOf(claim: Claim): Span {
  switch (claim.comparator) {
    case '<':
    case '<=':
      return { low: 0, high: claim.bound };
    case '>':
    case '>=':
      return { low: claim.bound, high: Number.POSITIVE_INFINITY };
    default:
      return { low: claim.bound, high: claim.upTo ?? claim.bound };
  }
}

/** True where one value at least lies in both. */
export function overlap(a: Span, b: Span): boolean {
  return a.low <= b.high && b.low <= a.high;
}

/** True where the value lies in the span, to within a rounding error of floating-point arithmetic. */
export function lies(value: number, { low, high }: Span): boolean {
  return (value >= low || nearly(value, low)) && (value <= high || nearly(value, high));
}

/** True where two figures are the same but for the last digits of floating-point arithmetic. */
export function nearly(a: number, b: number): boolean {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return a === b;
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

/** Both ends summed. */
export function addSpans(spans: readonly Span[]): Span {
  return spans.reduce((sum, { low, high }) => ({ low: sum.low + low, high: sum.high + high }), {
    low: 0,
    high: 0,
  });
}

/** A span for people: `₹2,000/month to ₹3,000/month`, `up to 5,000 customers`. */
export function spanText({ low, high }: Span, show: (value: number) => string): string {
  if (nearly(low, high)) return show(low);
  if (high === Number.POSITIVE_INFINITY) return `${show(low)} or more`;
  return low === 0 ? `up to ${show(high)}` : `${show(low)} to ${show(high)}`;
}

/** Shows values of a unit. */
export function inUnit(unit: Unit): (value: number) => string {
  return (value) => formatValue(value, unit);
}
