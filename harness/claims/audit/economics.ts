import type { EconomicsRow } from '../../core/finding.ts';
import { about, type LevelPlan, type Plan } from './plan.ts';

/** What each level costs for what it claims to carry, by plain division of the document's own figures. */
export function economicsOf(plan: Plan): EconomicsRow[] {
  return plan.levels.map((level, index) => {
    const before = plan.levels[index - 1];
    const inr = level.total.bound;
    return {
      level: level.level,
      inrPerMonth: inr,
      inrPerUser: { fewest: inr / level.users.low.bound, most: inr / level.users.high.bound },
      inrPerThousandCustomers: (inr / level.customers.bound) * 1000,
      inrPerThousandMessages: perThousandMessages(plan, level),
      inrPerUserAdded:
        before === undefined
          ? null
          : (inr - before.total.bound) / (level.users.high.bound - before.users.high.bound),
    };
  });
}

/** Days over which a month's price is spread: the document gives prices by the month and messages by the day. */
const DAYS = 30;

/**
 * Price of the level's WhatsApp VMs for 1,000 messages, were each VM to send as many as a single one is said to carry on every
 * day of a month of 30 days. At any lesser use a message is dearer. Null without such a VM.
 */
function perThousandMessages(plan: Plan, level: LevelPlan): number | null {
  const vms = level.vms.find(({ name }) => name === 'waha');
  const single = plan.limits.find(
    ({ params }) => params.metric === 'whatsapp-per-day' && params.option === 'single',
  );
  if (vms === undefined || single === undefined) return null;
  return (vms.price.bound / (vms.count * single.bound * DAYS)) * 1000;
}

/** The trigger of the level for a metric; in its own text first, else in the decision tree. */
export function triggerOf(level: LevelPlan, metric: Parameters<typeof about>[1]) {
  return about(level.triggers, metric) ?? about(level.tree, metric);
}
