import type { Claim } from '../../core/claim.ts';
import type { Unit } from '../../core/units.ts';
import type { Metric, VmName } from '../vocabulary.ts';
import { triggerOf } from './economics.ts';
import { about, type LevelPlan, type Plan } from './plan.ts';
import { limitOf, vmsOf } from './statements.ts';

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
  /** The most it can be read as: the upper end of a range, or as many times one VM's figure as there are VMs. */
  most: number;
  /** True where `most` is only a sum of ours: the document gives no figure for several VMs together. */
  summed: boolean;
  /** Where the figures are stated. */
  claims: Claim[];
  /** The level's own trigger; null where it has none. */
  trigger: Claim | null;
}

/** Each thing that can be asked for: its unit, and what a level carries of it. */
export const demands: Record<DemandId, { unit: Unit; carried(plan: Plan, level: LevelPlan): Carried }> = {
  users: {
    unit: 'users',
    carried: (_plan, level) => ({
      sure: level.users.low.bound,
      most: level.users.high.bound,
      summed: false,
      claims: [level.users.low, level.users.high],
      trigger: triggerOf(level, 'users'),
    }),
  },
  customers: {
    unit: 'customers',
    carried: (_plan, level) => single(level.customers, triggerOf(level, 'customers')),
  },
  whatsappPerDay: {
    unit: 'messages-per-day',
    carried: (plan, level) => onVms(plan, level, 'waha', 'whatsapp-per-day'),
  },
  calls: { unit: 'calls', carried: (plan, level) => onVms(plan, level, 'telephony', 'calls') },
  emailsPerDay: {
    unit: 'emails-per-day',
    carried: (plan, level) => {
      const option = vmsOf(level, 'mail') === null ? 'same-vm' : 'dedicated';
      return single(limitOf(plan, 'emails-per-day', option), triggerOf(level, 'emails-per-day'));
    },
  },
  databaseBytes: {
    unit: 'bytes',
    carried: (_plan, level) => single(level.database, triggerOf(level, 'database-size')),
  },
};

function single(claim: Claim, trigger: Claim | null): Carried {
  return { sure: claim.bound, most: claim.bound, summed: false, claims: [claim], trigger };
}

/** What the level's VMs of a name carry, each as much as a single one is said to. Without such a VM: nothing. */
function onVms(plan: Plan, level: LevelPlan, name: VmName, metric: Metric): Carried {
  const vms = vmsOf(level, name);
  const limit = limitOf(plan, metric, 'single');
  const trigger = about([...level.triggers, ...level.tree], metric);
  if (vms === null) return { sure: 0, most: 0, summed: false, claims: [], trigger };
  const claims = vms.countClaim === null ? [limit] : [limit, vms.countClaim];
  return { sure: limit.bound, most: limit.bound * vms.count, summed: vms.count > 1, claims, trigger };
}
