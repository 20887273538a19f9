import type { Claim } from '../../core/claim.ts';
import type { Metric, VmName } from '../vocabulary.ts';
import { type LevelPlan, type LevelVms, onlyClaim, type Plan } from './plan.ts';

// The statements of the document that several checks read. Each throws HarnessError('bad-catalogue') where it is missing.

/** The share of capacity at which the document says to scale. */
export function scaleRule(plan: Plan): Claim {
  return onlyClaim(plan.claims, 'rule', { params: { of: 'scale-at' } });
}

/** The trigger of a metric in the groups that hold for every level; only for a metric that one group has. */
export function groupTrigger(plan: Plan, metric: Metric): Claim {
  return onlyClaim(plan.claims, 'trigger', { params: { metric, at: 'group' } });
}

/** What a service carries in one of its options. */
export function limitOf(plan: Plan, metric: Metric, option: string): Claim {
  return onlyClaim(plan.claims, 'limit', { params: { metric, option } });
}

/** A figure of the scenario that the levels are drawn up for. */
export function scenarioFigure(plan: Plan, figure: string): Claim {
  return onlyClaim(plan.claims, 'scenario', { params: { figure } });
}

/** What a service costs in one of its options. */
export function optionPrice(plan: Plan, of: string, option: string): Claim {
  return onlyClaim(plan.claims, 'price-option', { params: { of, option } });
}

/** The level's VMs of a name; null where it lists none. */
export function vmsOf(level: LevelPlan, name: VmName): LevelVms | null {
  return level.vms.find((vms) => vms.name === name) ?? null;
}

/** What states that the level has these VMs: their number, or their price where no number is given. */
export function countOf(vms: LevelVms): Claim {
  return vms.countClaim ?? vms.price;
}
