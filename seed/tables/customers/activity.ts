import { customerIndex, type DatasetPlan } from '../../plan.ts';
import { interactionHeads, interactions } from '../conversations/interactions.ts';
import { orderAt, orders } from '../trade/orders.ts';

/** What orders and visits say of each customer, by index; five bytes a customer. */
export interface Activity {
  /** The day of the last visit or order, or `never`. */
  lastVisits: Int32Array;
  /** 1 where there is an order for which the law asks the buyer's PAN. */
  panNeeded: Uint8Array;
}

/** Before the oldest customer: no visit. */
export const never = -(2 ** 30);

/** Rule 114B of the income tax rules: who buys for two lakh rupees or more at once shows their PAN. */
const panNeededFromInr = 200_000;

/** The activity of all customers, made once a plan. */
export function activityOf(plan: DatasetPlan): Activity {
  return plan.once('customer-activity', () => {
    const { customers } = plan.request;
    const activity = {
      lastVisits: new Int32Array(customers).fill(never),
      panNeeded: new Uint8Array(customers),
    };
    addOrders(plan, activity);
    addVisits(plan, activity.lastVisits);
    return activity;
  });
}

function addOrders(plan: DatasetPlan, { lastVisits, panNeeded }: Activity): void {
  const orderOf = orderAt(plan);
  for (let index = 0, count = orders.count(plan); index < count; index++) {
    const { tenant, customer, day, totalInr } = orderOf(index);
    const at = customerIndex(plan, tenant, customer);
    noteDay(lastVisits, at, day);
    if (totalInr >= panNeededFromInr) panNeeded[at] = 1;
  }
}

function addVisits(plan: DatasetPlan, lastVisits: Int32Array): void {
  const headOf = interactionHeads(plan);
  for (let index = 0, count = interactions.count(plan); index < count; index++) {
    const { tenant, customer, day, kind } = headOf(index);
    if (kind === 'visit') noteDay(lastVisits, customerIndex(plan, tenant, customer), day);
  }
}

function noteDay(lastVisits: Int32Array, customer: number, day: number): void {
  if (day > (lastVisits[customer] as number)) lastVisits[customer] = day;
}
