import { customerCount, type DatasetPlan } from './plan.ts';
import type { Draw } from './random.ts';
import { registeredOn, type Skew } from './registration.ts';
import { scattered, skewedRank } from './skew.ts';
import { historyDays } from './time/calendar.ts';

/** How many customers of each tenant are registered by the end of each day of the history, from its first day. */
function registeredCounts(plan: DatasetPlan): Int32Array[] {
  return plan.once('registered-counts', () =>
    plan.request.tenants.map((_, tenant) => countsOf(plan, tenant)),
  );
}

/** Customers are registered in the order of their numbers, so each day begins where the one before ended. */
function countsOf(plan: DatasetPlan, tenant: number): Int32Array {
  const counts = new Int32Array(historyDays + 1);
  const all = customerCount(plan, tenant);
  let low = 0;
  for (let day = 0; day <= historyDays; day++) {
    let high = all;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (registeredOn(plan, tenant, middle) <= day - historyDays) low = middle + 1;
      else high = middle;
    }
    counts[day] = low;
  }
  return counts;
}

/** How many customers of a tenant are registered by the end of `day` (-historyDays to 0): those of the numbers below. */
export function registeredBy(plan: DatasetPlan): (tenant: number, day: number) => number {
  const counts = registeredCounts(plan);
  return (tenant, day) => counts[tenant]?.[day + historyDays] ?? 0;
}

/** The number of a customer of `tenant`, registered by `day`, to whom something happens. */
export type ActiveCustomer = (tenant: number, day: number, draw: Draw) => number;

/**
 * Draws customers as `customerOn` does, the same ones being busy, for the largest tables: only the busiest `share` of a
 * tenant's customers ever appear, and one who is not registered yet is drawn again instead of handed to another.
 */
export function activeCustomers(plan: DatasetPlan, skew: Skew, share: number): ActiveCustomer {
  const registered = registeredCounts(plan);
  const all = plan.request.tenants.map((_, tenant) => customerCount(plan, tenant));
  return (tenant, day, draw) => {
    const count = all[tenant] as number;
    const active = Math.max(1, Math.floor(count * share));
    const known = registered[tenant]?.[day + historyDays] ?? count;
    for (let tries = 0; tries < 12; tries++) {
      const number = scattered(skewedRank(draw.float(), active, skew), count);
      if (number < known) return number;
    }
    // All but impossible unless a tenant has a handful of customers.
    return draw.int(0, known - 1);
  };
}
