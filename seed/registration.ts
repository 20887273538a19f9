import { storesPerTenant } from './counts.ts';
import { customerCount, type DatasetPlan } from './plan.ts';
import type { Draw } from './random.ts';
import { scattered, skewedRank } from './skew.ts';
import { historyDays, oldestCustomerDays } from './time/calendar.ts';
import { seasonOn } from './time/season.ts';

/** This share of the customers was registered before the history of orders begins. */
const oldShare = 0.7;

/** The customers of a tenant, who are registered in the order of their numbers. */
interface Clientele {
  count: number;
  /** How many were registered before the history begins: at least one. */
  old: number;
  /** How many were registered before each day, from the oldest customer's to the one after today. */
  before: Int32Array;
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
    const old = Math.max(1, Math.floor(count * oldShare));
    return { count, old, before: countsBefore(inrush(plan, tenant), count, old) };
  });
  counted.set(plan, all);
  return all;
}

const allDays = oldestCustomerDays + 1;
const daysBeforeHistory = oldestCustomerDays - historyDays;
/** A tenant's inrush of customers grows by up to so many times from the oldest to the anchor, and some days are luckier. */
const mostGrowth = 1.2;
const leastGrowth = 0.3;

/** How many customers each day brings a tenant, as weights: the trade's season, its own growth and its own luck. */
function inrush(plan: DatasetPlan, tenant: number): Float64Array {
  const luck = plan.stream(`registration/${tenant}`);
  const growth = leastGrowth + (mostGrowth - leastGrowth) * luck(allDays).float();
  const weights = new Float64Array(allDays);
  for (let at = 0; at < allDays; at++) {
    const grown = 1 + (growth * at) / oldestCustomerDays;
    weights[at] = grown * seasonOn(at - oldestCustomerDays) * (0.6 + 0.8 * luck(at).float());
  }
  return weights;
}

/** Shares the old customers out to the days before the history and the others to its days, by the days' weights. */
function countsBefore(weights: Float64Array, count: number, old: number): Int32Array {
  const before = new Int32Array(allDays + 1);
  shareOut(before, weights, { from: 0, to: daysBeforeHistory, first: 0, customers: old });
  shareOut(before, weights, { from: daysBeforeHistory, to: allDays, first: old, customers: count - old });
  return before;
}

function shareOut(
  before: Int32Array,
  weights: Float64Array,
  { from, to, first, customers }: { from: number; to: number; first: number; customers: number },
): void {
  let total = 0;
  for (let at = from; at < to; at++) total += weights[at] as number;
  let sum = 0;
  for (let at = from; at < to; at++) {
    sum += weights[at] as number;
    before[at + 1] = first + Math.floor((customers * sum) / total + 0.5);
  }
}

/** The day on which customer `number` (from 0) of a tenant was registered: in the order of their numbers. */
export function registeredOn(plan: DatasetPlan, tenant: number, number: number): number {
  const { before } = clienteleOf(plan, tenant);
  let low = 0;
  let high = oldestCustomerDays;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((before[middle + 1] as number) > number) high = middle;
    else low = middle + 1;
  }
  return low - oldestCustomerDays;
}

/** How many customers of a tenant were registered before `day`, which is at most the one after today. */
export function registeredBefore(plan: DatasetPlan, tenant: number, day: number): number {
  return clienteleOf(plan, tenant).before[day + oldestCustomerDays] as number;
}

/** How unevenly something falls on customers, see `skewedRank`. */
export type Skew = Parameters<typeof skewedRank>[2];

/**
 * A customer (number from 0) of the tenant to whom something happens on `day` of the history: registered on an earlier
 * day, so at whatever hour it happens they are there. The same few are drawn often, and the busy ones of one `skew` are
 * the busy ones of another, as in life.
 */
export function customerOn(
  plan: DatasetPlan,
  at: { tenant: number; day: number },
  skew: Skew,
  draw: Draw,
): number {
  const { count, old, before } = clienteleOf(plan, at.tenant);
  const number = scattered(skewedRank(draw.float(), count, skew), count);
  if (number < (before[at.day + oldestCustomerDays] as number)) return number;
  // Not registered yet: one of the old ones, to whom the same place in the order leads.
  return number % old;
}

/** The store (from 0) at which a customer is registered. */
export function homeStore(number: number): number {
  return number % storesPerTenant;
}
