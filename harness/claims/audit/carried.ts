import type { Claim } from '../../core/claim.ts';
import type { Unit } from '../../core/units.ts';
import type { Metric, VmName } from '../vocabulary.ts';
import { triggerOf } from './economics.ts';
import { about, claimsOf, type LevelPlan, type LevelVms, type Plan } from './plan.ts';
import { limitOf, optionPrice, vmsOf } from './statements.ts';
import { upperEnd } from './written.ts';

/** What somebody wants carried. What is left out is not asked for, and no level is refused for it. */
export interface Demand {
  /** At a time. */
  users: number;
  customers: number;
  whatsappPerDay: number;
  /** At a time. */
  calls?: number | undefined;
  emailsPerDay?: number | undefined;
  databaseBytes?: number | undefined;
}
export type DemandId = keyof Demand;

/** How much of one thing a level is said to carry. */
export interface Carried {
  /** Stated for certain: the lower end of a range, a single figure, one VM of several. 0 where the level has no such VM. */
  sure: number;
  /** The most it can be read as: the upper end of a range, or the largest fitting figure of a VM times the VMs there are. */
  most: number;
  /** True where `most` is only a reading of ours: several VMs together, or a price that fits two options. */
  unsaid: boolean;
  /** Where the figures are stated. */
  claims: Claim[];
  /** The level's own trigger; null where it has none. */
  trigger: Claim | null;
}

/** A VM of its own that the document sells for one thing, beside a level's. */
export interface AddOn {
  vm: VmName;
  /** What it carries, by itself. */
  limit: Claim;
  price: Claim;
}

interface Kind {
  unit: Unit;
  carried(plan: Plan, level: LevelPlan): Carried;
  addOns(plan: Plan): AddOn[];
}

/** Each thing that can be asked for: its unit, what a level carries of it, and which VM can be added for it. */
export const demands: Record<DemandId, Kind> = {
  users: {
    unit: 'users',
    carried: (_plan, level) => ({
      sure: level.users.low.bound,
      most: level.users.high.bound,
      unsaid: false,
      claims: [level.users.low, level.users.high],
      trigger: triggerOf(level, 'users'),
    }),
    addOns: () => [],
  },
  customers: {
    unit: 'customers',
    carried: (_plan, level) => single(level.customers, triggerOf(level, 'customers')),
    addOns: () => [],
  },
  whatsappPerDay: {
    unit: 'messages-per-day',
    carried: (plan, level) => onVms(plan, level, 'waha', 'whatsapp-per-day'),
    addOns: (plan) => addOnsOf(plan, 'waha', 'whatsapp-per-day'),
  },
  calls: {
    unit: 'calls',
    carried: (plan, level) => onVms(plan, level, 'telephony', 'calls'),
    addOns: (plan) => addOnsOf(plan, 'telephony', 'calls'),
  },
  emailsPerDay: {
    unit: 'emails-per-day',
    carried: (plan, level) => {
      const option = vmsOf(level, 'mail') === null ? 'same-vm' : 'dedicated';
      return single(limitOf(plan, 'emails-per-day', option), triggerOf(level, 'emails-per-day'));
    },
    addOns: (plan) => addOnsOf(plan, 'mail', 'emails-per-day'),
  },
  databaseBytes: {
    unit: 'bytes',
    carried: (_plan, level) => single(level.database, triggerOf(level, 'database-size')),
    addOns: () => [],
  },
};

function single(claim: Claim, trigger: Claim | null): Carried {
  return { sure: claim.bound, most: claim.bound, unsaid: false, claims: [claim], trigger };
}

/**
 * What the level's VMs of a name carry. A level does not say which of the service's options its VM is: each option counts of
 * which the price range holds the VM's price. Without such a VM: nothing.
 */
function onVms(plan: Plan, level: LevelPlan, name: VmName, metric: Metric): Carried {
  const vms = vmsOf(level, name);
  const trigger = about([...level.triggers, ...level.tree], metric);
  if (vms === null) return { sure: 0, most: 0, unsaid: false, claims: [], trigger };
  const limits = fittingLimits(plan, vms, name, metric);
  const sure = Math.min(...limits.map(({ bound }) => bound));
  const most = vms.count * Math.max(...limits.map(({ bound }) => bound));
  const claims = [...limits, ...(vms.countClaim === null ? [] : [vms.countClaim])];
  return { sure, most, unsaid: most > sure, claims, trigger };
}

/** Those of the options that cost what the level's VM costs; the plain one where none does. */
function fittingLimits(plan: Plan, vms: LevelVms, name: VmName, metric: Metric): Claim[] {
  const each = vms.price.bound / vms.count;
  const fitting = addOnsOf(plan, name, metric)
    .filter(({ price }) => each >= price.bound && each <= upperEnd(price))
    .map(({ limit }) => limit);
  return fitting.length > 0 ? fitting : [limitOf(plan, metric, 'single')];
}

/** The VMs that are sold for a metric, in the catalogue's order: an option with a limit and a price that is not nothing. */
function addOnsOf(plan: Plan, vm: VmName, metric: Metric): AddOn[] {
  return claimsOf(plan.claims, 'limit', { params: { metric } })
    .map((limit) => ({ vm, limit, price: optionPrice(plan, vm, String(limit.params.option)) }))
    .filter(({ price }) => price.bound > 0);
}
