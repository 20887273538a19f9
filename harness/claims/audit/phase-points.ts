import type { Claim } from '../../core/claim.ts';
import { formatInr } from '../../core/units.ts';
import type { LevelPlan, PhasePlan } from './plan.ts';
import { inUnit, lies, nearly, overlap, type Span, spanOf, spanText } from './span.ts';

/** One figure of a phase beside that of a level. */
export interface Point {
  name: 'users' | 'customers' | 'price';
  /** `excludes` where no figure satisfies both. */
  verdict: 'agrees' | 'differs' | 'excludes';
  /** Both figures, for people. */
  line: string;
  claims: Claim[];
}

/** Users, customers and price of a phase against those of a level. */
export function pointsOf(phase: PhasePlan, level: LevelPlan): Point[] {
  const { low, high } = level.users;
  return [
    {
      ...compareSpans('users', phase, spanOf(phase.users), level, { low: low.bound, high: high.bound }),
      claims: [phase.users, low, high],
    },
    {
      ...compareSpans('customers', phase, spanOf(phase.customers), level, spanOf(level.customers)),
      claims: [phase.customers, level.customers],
    },
    comparePrice(phase, level),
  ];
}

/** Two ranges of capacity: the same, not the same, or without a value in common. */
function compareSpans(
  name: 'users' | 'customers',
  phase: PhasePlan,
  a: Span,
  level: LevelPlan,
  b: Span,
): Omit<Point, 'claims'> {
  const show = inUnit(name);
  const line = `${name}: ${spanText(a, show)} in Phase ${phase.phase}, ${spanText(b, show)} in Level ${level.level}`;
  if (!overlap(a, b)) return { name, verdict: 'excludes', line: `${line}; no number is in both` };
  // 'Up to 10,000' and '10,000 or more' agree on the figure that both name.
  const meet = nearly(a.high, b.low) && !Number.isFinite(b.high);
  const alike = meet || (a.low === b.low && a.high === b.high);
  return { name, verdict: alike ? 'agrees' : 'differs', line };
}

function comparePrice(phase: PhasePlan, level: LevelPlan): Point {
  const range = spanOf(phase.total);
  const price = level.total.bound;
  const line = `price: ${spanText(range, formatInr)} in Phase ${phase.phase}, ${formatInr(price)} in Level ${level.level}`;
  const claims = [phase.total, level.total];
  if (lies(price, range)) return { name: 'price', verdict: 'agrees', line, claims };
  const off =
    price > range.high
      ? `${formatInr(price)} − ${formatInr(range.high)} = ${formatInr(price - range.high)} above`
      : `${formatInr(range.low)} − ${formatInr(price)} = ${formatInr(range.low - price)} below`;
  return { name: 'price', verdict: 'excludes', line: `${line}: ${off}`, claims };
}
