import { historyDays, oldestCustomerDays } from './calendar.ts';
import { storesPerTenant } from './counts.ts';
import { customerCount, type DatasetPlan } from './plan.ts';
import type { Draw } from './random.ts';
import { scattered, skewedRank } from './skew.ts';

/** This share of the customers was registered before the history of orders begins. */
const oldShare = 0.7;

function oldCustomers(count: number): number {
  return Math.max(1, Math.floor(count * oldShare));
}

/** The day on which customer `number` (from 0) of a tenant was registered: in order of their numbers, evenly. */
export function registeredOn(plan: DatasetPlan, tenant: number, number: number): number {
  const count = customerCount(plan, tenant);
  const old = oldCustomers(count);
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
  const count = customerCount(plan, at.tenant);
  const number = scattered(skewedRank(draw.float(), count, skew), count);
  if (registeredOn(plan, at.tenant, number) <= at.day) return number;
  // Not registered yet: one of the old ones, to whom the same place in the order leads.
  return number % oldCustomers(count);
}

/** The store (from 0) at which a customer is registered. */
export function homeStore(number: number): number {
  return number % storesPerTenant;
}
