import { storesPerTenant } from './counts.ts';
import { customerCount, type DatasetPlan } from './plan.ts';
import type { Draw } from './random.ts';
import { scattered, skewedRank } from './skew.ts';
import { historyDays, oldestCustomerDays } from './time/calendar.ts';

/** This share of the customers was registered before the history of orders begins. */
const oldShare = 0.7;

/** How many customers a tenant has, and how many of them are old. */
interface Clientele {
  count: number;
  old: number;
}

/** Counted once a plan: it is asked for with every row that a customer has. */
const counted = new WeakMap<DatasetPlan, readonly Clientele[]>();

function clienteleOf(plan: DatasetPlan, tenant: number): Clientele {
  const known = counted.get(plan) ?? countAll(plan);
  return known[tenant] as Clientele;
}

function countAll(plan: DatasetPlan): readonly Clientele[] {
  const all = plan.request.tenants.map((_, tenant) => {
    const count = customerCount(plan, tenant);
    return { count, old: Math.max(1, Math.floor(count * oldShare)) };
  });
  counted.set(plan, all);
  return all;
}

/** The day on which customer `number` (from 0) of a tenant was registered: in order of their numbers, evenly. */
export function registeredOn(plan: DatasetPlan, tenant: number, number: number): number {
  return dayOfNumber(clienteleOf(plan, tenant), number);
}

function dayOfNumber({ count, old }: Clientele, number: number): number {
  if (number < old) {
    return Math.floor(-oldestCustomerDays + ((oldestCustomerDays - historyDays) * number) / old);
  }
  return Math.floor(-historyDays + (historyDays * (number - old)) / (count - old));
}

/** How unevenly something falls on customers, see `skewedRank`. */
export type Skew = Parameters<typeof skewedRank>[2];

/**
 * A customer (number from 0) of the tenant to whom something happens on `day`: registered by then, and the same few are
 * drawn often. The busy ones of one `skew` are the busy ones of another, as in life.
 */
export function customerOn(
  plan: DatasetPlan,
  at: { tenant: number; day: number },
  skew: Skew,
  draw: Draw,
): number {
  const clientele = clienteleOf(plan, at.tenant);
  const number = scattered(skewedRank(draw.float(), clientele.count, skew), clientele.count);
  if (dayOfNumber(clientele, number) <= at.day) return number;
  // Not registered yet: one of the old ones, to whom the same place in the order leads.
  return number % clientele.old;
}

/** The store (from 0) at which a customer is registered. */
export function homeStore(number: number): number {
  return number % storesPerTenant;
}
