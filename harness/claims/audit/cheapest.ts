import { type Claim, holds } from '../../core/claim.ts';
import type { Unit } from '../../core/units.ts';
import type { Assumptions } from './assumptions.ts';
import { type AddOn, type Carried, type Demand, type DemandId, demands } from './carried.ts';
import type { LevelPlan, Plan } from './plan.ts';
import { scaleRule } from './statements.ts';
import { upperEnd } from './written.ts';

export type { Demand } from './carried.ts';

/**
 * `within`: under the scale rule's share of what is stated for certain, and no own trigger fired. `tight`: that share is
 * reached, or the level's own trigger has fired, but not more than the upper end. `unsaid`: more than is stated for certain,
 * and how much more is carried is not stated. `added`: the level does not carry it, a VM that the document sells for it does.
 * `beyond`: more than that.
 */
const answers = ['within', 'tight', 'unsaid', 'added', 'beyond'] as const;
export type Answer = (typeof answers)[number];

/** Months until a limit is reached, by the lower and by the upper end of what is stated; 0: it is reached. */
interface Due {
  soonest: number;
  latest: number;
}

/** One thing that is asked for, held against one level. */
export interface Requirement {
  what: DemandId;
  unit: Unit;
  demand: number;
  answer: Answer;
  carried: Pick<Carried, 'sure' | 'most' | 'unsaid'>;
  /** Where `carried` is stated; empty where the level has no VM for it. */
  claims: Claim[];
  /** Demand as a share of `carried.sure`, to be held against the rule; null where that is nothing. */
  share: number | null;
  trigger: { claim: Claim; fired: boolean } | null;
  /** The VM that has to be added; null where none has to, or none would do. */
  added: AddOn | null;
  /** Whether the room that the scale rule asks for is left. */
  roomy: boolean;
  /** When the level is outgrown for it; null where it never is. */
  due: Due | null;
}

/** One level, held against everything that is asked for. */
export interface LevelAnswer {
  level: number;
  total: Claim;
  /** With the VMs that have to be added. */
  inrPerMonth: { least: number; most: number };
  requirements: Requirement[];
  /** The worst of its answers. */
  answer: Answer;
  /** Whether every requirement leaves the room that the scale rule asks for. */
  roomy: boolean;
  /** The first requirement for which it is outgrown; null where it never is. */
  due: (Due & { what: DemandId }) | null;
}

export interface CapacityPlan {
  demand: Demand;
  /** The share at which the document says to scale. */
  rule: Claim;
  growthPerMonth: number;
  levels: LevelAnswer[];
  /** The cheapest level that is nowhere beyond; null where every one is. */
  cheapest: LevelAnswer | null;
  /** The cheapest level with the room that the rule asks for; null where none has it. */
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
  const growth = assumed.customersGrowthPerMonth;
  const levels = plan.levels.map((level) => answerOf(plan, level, demand, { rule: rule.bound, growth }));
  const cheapestOf = (good: readonly LevelAnswer[]) =>
    good.toSorted((a, b) => a.inrPerMonth.most - b.inrPerMonth.most || a.level - b.level)[0] ?? null;
  return {
    demand,
    rule,
    growthPerMonth: growth,
    levels,
    cheapest: cheapestOf(levels.filter(({ answer }) => answer !== 'beyond')),
    comfortable: cheapestOf(levels.filter(({ roomy }) => roomy)),
  };
}

/**
 * Months until `demand` has grown to `limit` by the share `growth` a month: ln(limit / demand) / ln(1 + growth). 0 where it
 * is there already; null where it never comes (no growth, or nothing that grows).
 */
export function monthsUntil(demand: number, limit: number, growth: number): number | null {
  if (demand <= 0) return null;
  if (demand >= limit) return 0;
  if (growth <= 0) return null;
  return Math.log(limit / demand) / Math.log1p(growth);
}

interface Terms {
  rule: number;
  growth: number;
}

function answerOf(plan: Plan, level: LevelPlan, demand: Demand, terms: Terms): LevelAnswer {
  const asked = (Object.keys(demands) as DemandId[]).flatMap((what) => {
    const wanted = demand[what];
    return wanted === undefined ? [] : [requirementOf(plan, level, { what, demand: wanted }, terms)];
  });
  const due = asked
    .flatMap(({ what, due: when }) => (when === null ? [] : [{ ...when, what }]))
    .sort((a, b) => a.soonest - b.soonest || a.latest - b.latest)[0];
  const worst = Math.max(...asked.map(({ answer }) => answers.indexOf(answer)));
  const added = asked.flatMap((one) => one.added ?? []);
  const sum = (of: (price: Claim) => number) => added.reduce((total, { price }) => total + of(price), 0);
  return {
    level: level.level,
    total: level.total,
    inrPerMonth: {
      least: level.total.bound + sum((price) => price.bound),
      most: level.total.bound + sum(upperEnd),
    },
    requirements: asked,
    answer: answers[worst] ?? 'within',
    roomy: asked.every(({ roomy }) => roomy),
    due: due ?? null,
  };
}

function requirementOf(
  plan: Plan,
  level: LevelPlan,
  { what, demand }: { what: DemandId; demand: number },
  { rule, growth }: Terms,
): Requirement {
  const { unit, carried, addOns } = demands[what];
  const { claims, trigger, ...figures } = carried(plan, level);
  const fired = trigger !== null && holds(demand, trigger.comparator, trigger.bound);
  const added = demand > figures.most ? addOnFor(addOns(plan), demand, rule) : null;
  const answer = added === null ? answered(demand, figures, fired, rule) : 'added';
  const until = (limit: number) =>
    monthsUntil(demand, Math.min(limit * rule, trigger?.bound ?? limit), growth);
  const [soonest, latest] =
    added === null
      ? [until(figures.sure), until(figures.most)]
      : [added.limit.bound, added.limit.bound].map((limit) => monthsUntil(demand, limit * rule, growth));
  return {
    what,
    unit,
    demand,
    answer,
    carried: figures,
    claims,
    share: figures.sure > 0 ? demand / figures.sure : null,
    trigger: trigger === null ? null : { claim: trigger, fired },
    added,
    roomy: answer === 'within' || (added !== null && demand < added.limit.bound * rule),
    due: soonest === null || soonest === undefined ? null : { soonest, latest: latest ?? soonest },
  };
}

/** The cheapest VM that carries it with the room that the rule asks for, else the cheapest that carries it at all. */
function addOnFor(offers: readonly AddOn[], demand: number, rule: number): AddOn | null {
  const byPrice = offers
    .filter(({ limit }) => limit.bound >= demand)
    .toSorted((a, b) => upperEnd(a.price) - upperEnd(b.price));
  return byPrice.find(({ limit }) => demand < limit.bound * rule) ?? byPrice[0] ?? null;
}

function answered(
  demand: number,
  { sure, most, unsaid }: Requirement['carried'],
  fired: boolean,
  rule: number,
): Answer {
  if (demand > most) return 'beyond';
  if (unsaid && demand > sure) return 'unsaid';
  if (demand === 0) return 'within';
  return fired || demand >= sure * rule ? 'tight' : 'within';
}
