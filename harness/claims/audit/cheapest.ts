import { type Claim, holds } from '../../core/claim.ts';
import type { Unit } from '../../core/units.ts';
import type { Assumptions } from './assumptions.ts';
import { type Carried, type Demand, type DemandId, demands } from './carried.ts';
import type { LevelPlan, Plan } from './plan.ts';
import { scaleRule } from './statements.ts';

export type { Demand, DemandId } from './carried.ts';

/**
 * `within`: at most the scale rule's share of what is stated for certain, and no own trigger fired. `tight`: more, or the
 * level's own trigger has fired, but not more than the upper end. `unsaid`: more than one VM is said to carry, but not more
 * than all of them together would; the document gives no figure for them together. `beyond`: more than that.
 */
export const answers = ['within', 'tight', 'unsaid', 'beyond'] as const;
export type Answer = (typeof answers)[number];

/** One thing that is asked for, held against one level. */
export interface Requirement {
  what: DemandId;
  unit: Unit;
  demand: number;
  answer: Answer;
  carried: Pick<Carried, 'sure' | 'most' | 'summed'>;
  /** Where `carried` is stated; empty where the level has no VM for it. */
  claims: Claim[];
  /** Demand as a share of `carried.sure`, to be held against the rule; null where that is nothing. */
  share: number | null;
  trigger: { claim: Claim; fired: boolean } | null;
  /** When the next level is due for it, in months from now; null where it never is. 0: it is due already. */
  dueInMonths: number | null;
}

/** One level, held against everything that is asked for. */
export interface LevelAnswer {
  level: number;
  total: Claim;
  inrPerMonth: number;
  /** For each user asked for; null without users. */
  inrPerUser: number | null;
  requirements: Requirement[];
  /** The worst of its answers. */
  answer: Answer;
  /** The first requirement for which the next level is due; null where none ever is. */
  due: { months: number; what: DemandId } | null;
}

export interface CapacityPlan {
  demand: Demand;
  /** The share at which the document says to scale. */
  rule: Claim;
  growthPerMonth: number;
  levels: LevelAnswer[];
  /** The cheapest level that is nowhere beyond; null where every one is. */
  cheapest: LevelAnswer | null;
  /** The cheapest level that is within everywhere; null where none is. */
  comfortable: LevelAnswer | null;
}

/**
 * Every level held against what is asked for, by the document's own figures. Demands are finite and not negative. Growth
 * (`customersGrowthPerMonth`) is taken to be the same for everything that is asked for.
 */
export function cheapestFor(
  plan: Plan,
  demand: Demand,
  assumed: Pick<Assumptions, 'customersGrowthPerMonth'>,
): CapacityPlan {
  const rule = scaleRule(plan);
  const growthPerMonth = assumed.customersGrowthPerMonth;
  const levels = plan.levels.map((level) => answerOf(plan, level, demand, rule.bound, growthPerMonth));
  const cheapestOf = (good: readonly LevelAnswer[]) =>
    good.toSorted((a, b) => a.inrPerMonth - b.inrPerMonth || a.level - b.level)[0] ?? null;
  return {
    demand,
    rule,
    growthPerMonth,
    levels,
    cheapest: cheapestOf(levels.filter(({ answer }) => answer !== 'beyond')),
    comfortable: cheapestOf(levels.filter(({ answer }) => answer === 'within')),
  };
}

/**
 * Months until `demand` has grown to `limit` by the share `growth` a month: ln(limit / demand) / ln(1 + growth). 0 where it
 * is there already; null where it never comes (no growth, or nothing that grows).
 */
export function monthsUntil(demand: number, limit: number, growth: number): number | null {
  if (demand > limit) return 0;
  if (demand <= 0 || growth <= 0) return null;
  return Math.log(limit / demand) / Math.log1p(growth);
}

function answerOf(plan: Plan, level: LevelPlan, demand: Demand, rule: number, growth: number): LevelAnswer {
  const asked = (Object.keys(demands) as DemandId[]).flatMap((what) => {
    const wanted = demand[what];
    return wanted === undefined ? [] : [requirementOf(plan, level, what, wanted, rule, growth)];
  });
  const due = asked
    .flatMap(({ what, dueInMonths }) => (dueInMonths === null ? [] : [{ months: dueInMonths, what }]))
    .sort((a, b) => a.months - b.months)[0];
  const worst = Math.max(...asked.map(({ answer }) => answers.indexOf(answer)));
  return {
    level: level.level,
    total: level.total,
    inrPerMonth: level.total.bound,
    inrPerUser: demand.users > 0 ? level.total.bound / demand.users : null,
    requirements: asked,
    answer: answers[worst] ?? 'within',
    due: due ?? null,
  };
}

function requirementOf(
  plan: Plan,
  level: LevelPlan,
  what: DemandId,
  demand: number,
  rule: number,
  growth: number,
): Requirement {
  const { unit, carried } = demands[what];
  const { claims, trigger, ...figures } = carried(plan, level);
  const fired = trigger !== null && holds(demand, trigger.comparator, trigger.bound);
  // The upper end, as the levels' own triggers are drawn from it; the lower end would have most levels due at once.
  const limit = Math.min(figures.most * rule, trigger?.bound ?? Number.POSITIVE_INFINITY);
  return {
    what,
    unit,
    demand,
    answer: answered(demand, figures, fired, rule),
    carried: figures,
    claims,
    share: figures.sure > 0 ? demand / figures.sure : null,
    trigger: trigger === null ? null : { claim: trigger, fired },
    dueInMonths: monthsUntil(demand, limit, growth),
  };
}

function answered(
  demand: number,
  { sure, most, summed }: Requirement['carried'],
  fired: boolean,
  rule: number,
): Answer {
  if (demand > most) return 'beyond';
  if (summed && demand > sure) return 'unsaid';
  return fired || demand > sure * rule ? 'tight' : 'within';
}
