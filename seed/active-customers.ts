import { customerCount, type DatasetPlan } from './plan.ts';
import type { Draw } from './random.ts';
import { registeredBefore, type Skew } from './registration.ts';
import { scattered, skewedRank } from './skew.ts';

/** How many customers of a tenant are registered when `day` (-historyDays to 0) begins: those of the numbers below. */
export function registeredBy(plan: DatasetPlan): (tenant: number, day: number) => number {
  return (tenant, day) => registeredBefore(plan, tenant, day);
}

/** The number of a customer of `tenant`, registered before `day`, to whom something happens on it. */
export type ActiveCustomer = (tenant: number, day: number, draw: Draw) => number;

/**
 * Draws customers as `customerOn` does, the same ones being busy, for the largest tables: only the busiest `share` of a
 * tenant's customers ever appear, and one who is not registered yet is drawn again instead of handed to another.
 */
export function activeCustomers(plan: DatasetPlan, skew: Skew, share: number): ActiveCustomer {
  const all = plan.request.tenants.map((_, tenant) => customerCount(plan, tenant));
  return (tenant, day, draw) => {
    const count = all[tenant] as number;
    const active = Math.max(1, Math.floor(count * share));
    const known = registeredBefore(plan, tenant, day);
    for (let tries = 0; tries < 12; tries++) {
      const number = scattered(skewedRank(draw.float(), active, skew), count);
      if (number < known) return number;
    }
    // All but impossible unless a tenant has a handful of customers.
    return draw.int(0, known - 1);
  };
}
