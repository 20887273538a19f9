import { type Comparator, holds } from '../core/claim.ts';
import { formatValue, type Unit } from '../core/units.ts';
import type { Criterion, Observed } from '../core/verdict.ts';
import { type Interval, sound } from '../stats/interval.ts';
import { CONFIDENCE, LOOK_ALPHA } from '../stats/looks.ts';

/** A figure that a bound decides on. */
export interface Figure {
  label: string;
  bound: { comparator: Comparator; value: number; unit: Unit };
  /** The figure with one-sided bounds, each at the given confidence. */
  interval: (confidence: number) => Interval;
  samples: number;
  sampleUnit: string;
}

/**
 * Decides one of `of` criteria that a claim joins. It holds where the worst end of the interval satisfies the bound
 * (passing all of them at one level keeps the joint false pass at that level: Berger, Technometrics 24, 1982), and
 * fails where the best end violates it at a level divided by their number (Bonferroni). Else it is undecided.
 * Throws where the interval is none.
 */
export function decide(figure: Figure, of = 1): Criterion {
  const { label, bound, samples, sampleUnit } = figure;
  const interval = sound(figure.interval(CONFIDENCE), label);
  const strict = sound(figure.interval(1 - LOOK_ALPHA / of), label);
  const observed: Observed = { ...interval, unit: bound.unit, confidence: CONFIDENCE, samples, sampleUnit };
  const outcome = holds(worstEnd(interval, bound.comparator), bound.comparator, bound.value)
    ? 'holds'
    : holds(bestEnd(strict, bound.comparator), bound.comparator, bound.value)
      ? 'undecided'
      : 'fails';
  return { label, observed, bound, outcome, reason: reasonFor(label, observed, bound) };
}

/** Room between the bound and the worst end, as a share of the bound; negative where the worst end violates it. */
export function marginOf({ observed, bound }: Pick<Criterion, 'observed' | 'bound'>): number | null {
  if (observed === null || bound.value === 0) return null;
  const room = isCeiling(bound.comparator) ? bound.value - observed.upper : observed.lower - bound.value;
  return room / Math.abs(bound.value);
}

const isCeiling = (comparator: Comparator) => comparator === '<' || comparator === '<=';
const worstEnd = ({ lower, upper }: Interval, comparator: Comparator) =>
  isCeiling(comparator) ? upper : lower;
const bestEnd = ({ lower, upper }: Interval, comparator: Comparator) =>
  isCeiling(comparator) ? lower : upper;

const words: Record<Comparator, string> = {
  '=': 'exactly',
  within: 'within',
  '<': 'less than',
  '<=': 'at most',
  '>': 'more than',
  '>=': 'at least',
};

function reasonFor(label: string, observed: Observed, bound: Figure['bound']): string {
  const show = (value: number) => formatValue(value, bound.unit);
  const exact = observed.lower === observed.upper;
  const range = exact ? '' : ` (${show(observed.lower)} to ${show(observed.upper)})`;
  return `${label} ${show(observed.value)}${range}, claimed ${words[bound.comparator]} ${show(bound.value)}`;
}
