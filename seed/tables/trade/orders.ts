import { customerIndex, type DatasetPlan, rowsFor, tenantAt } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import { customerOn, homeStore, type Skew } from '../../registration.ts';
import type { Table } from '../../table.ts';
import { dayOfMoment, momentOf } from '../../time/calendar.ts';
import { momentAt, shopHours } from '../../time/timeline.ts';
import { counterStaff } from '../organisation/staff.ts';
import { storeId } from '../organisation/stores.ts';
import { emiPayments } from './emi-schedule.ts';
import { goldRates } from './gold-rates.ts';
import { drawLine, emptyLines, type Line } from './lines.ts';
import { orderFamilies } from './order-families.ts';
import { heavyShelves, shelves } from './products.ts';

type OrderStatus = 'booked' | 'in-making' | 'ready' | 'delivered' | 'cancelled';
export type Channel = 'store' | 'website' | 'whatsapp';

/** When and by whom an order was made. */
interface OrderHead {
  tenant: number;
  /** Customer's number within the tenant, from 0. */
  customer: number;
  day: number;
  /** Of the day. */
  second: number;
}

export interface Order extends OrderHead {
  /** Index of its row. */
  index: number;
  channel: Channel;
  status: OrderStatus;
  deliveredOn: number | null;
  /** The first `lineCount` are the order's. */
  lines: readonly Line[];
  lineCount: number;
  totalInr: number;
}

const customerSkew: Skew = { floor: 0.08, power: 2 };
const mostLines = 3;

/**
 * When and by whom order `index` was made: the cheap part of it. Orders are numbered in the order of their time. The same
 * object is filled anew for each.
 */
export function orderHeads(plan: DatasetPlan): (index: number) => OrderHead & { draw: Draw } {
  const stream = plan.stream('orders');
  const count = orders.count(plan);
  const head = { tenant: 0, customer: 0, day: 0, second: 0, draw: stream(0) };
  return (index) => {
    const { draw } = head;
    stream(index);
    const moment = momentAt((index + draw.float()) / count, shopHours);
    head.tenant = tenantAt(plan, index);
    head.day = dayOfMoment(moment);
    head.second = moment - momentOf(head.day, 0);
    head.customer = customerOn(plan, head, customerSkew, draw);
    return head;
  };
}

/**
 * Order `index` with its lines at the prices of its day. The same object is filled anew for each; asked for the one that
 * it holds it does nothing, so the rows of an order's children cost no more than their order.
 */
export function orderAt(plan: DatasetPlan): (index: number) => Order {
  const headOf = orderHeads(plan);
  const families = orderFamilies(plan);
  const lineStream = plan.stream('order_items');
  const shelf = shelves(plan);
  const heavyShelf = heavyShelves(plan);
  const rate = goldRates(plan);
  const paidOn = emiPayments(plan);
  const lines = emptyLines(mostLines, shelf[0] ?? []);
  const order: Order = {
    index: -1,
    tenant: 0,
    customer: 0,
    day: 0,
    second: 0,
    channel: 'store',
    status: 'booked',
    deliveredOn: null,
    lines,
    lineCount: 0,
    totalInr: 0,
  };
  return (index) => {
    if (order.index === index) return order;
    const { tenant, customer, day, second, draw } = headOf(index);
    const instalments = families.emiInstalments.childrenOf(index);
    const exchange = families.exchanges.childrenOf(index) > 0;
    order.index = index;
    order.tenant = tenant;
    order.customer = customer;
    order.day = day;
    order.second = second;
    order.lineCount = families.items.childrenOf(index);
    order.totalInr = 0;
    const inrPerGram24k = rate(tenant, day);
    for (let at = 0; at < order.lineCount; at++) {
      const line = lines[at] as Line;
      // What is worth old gold or instalments is a piece of weight, whatever is taken along with it.
      const from = at === 0 && (exchange || instalments > 0) ? heavyShelf : shelf;
      drawLine(
        line,
        from[tenant] as (typeof shelf)[number],
        inrPerGram24k,
        lineStream(index * mostLines + at),
      );
      order.totalInr += line.priceInr;
    }
    order.channel = exchange || instalments > 0 ? 'store' : channelOf(draw.float());
    if (instalments > 0) payMonthly(order, instalments, paidOn);
    else {
      const atOnce = families.payments.childrenOf(index) === 1;
      settle(order, draw.float(), atOnce || (exchange && draw.chance(0.6)) ? 0 : draw.int(7, 45));
    }
    return order;
  };
}

function channelOf(u: number): Channel {
  if (u < 0.86) return 'store';
  return u < 0.95 ? 'whatsapp' : 'website';
}

/** One order in 25 is cancelled. Making takes `makingDays`, none where the piece is taken from the tray. */
function settle(order: Order, u: number, makingDays: number): void {
  const due = order.day + makingDays;
  order.deliveredOn = null;
  if (u < 0.04) order.status = 'cancelled';
  else if (due <= 0) {
    order.status = 'delivered';
    order.deliveredOn = due;
  } else {
    const done = -order.day / makingDays;
    order.status = done < 0.25 ? 'booked' : done < 0.85 ? 'in-making' : 'ready';
  }
}

/** What is paid monthly is made while the last instalments come in and handed over with the last one. */
function payMonthly(order: Order, instalments: number, paidOn: ReturnType<typeof emiPayments>): void {
  const last = paidOn(order.index, instalments - 1, order.day);
  const made = paidOn(order.index, instalments - 2, order.day) <= 0;
  order.deliveredOn = last <= 0 ? last : null;
  if (order.deliveredOn !== null) order.status = 'delivered';
  else order.status = made ? 'in-making' : 'booked';
}

export const orders: Table = {
  name: 'orders',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    store_id: 'integer',
    customer_id: 'integer',
    staff_id: 'integer',
    channel: 'text',
    status: 'text',
    total_inr: 'bigint',
    ordered_at: 'moment',
    delivered_on: 'date',
  },
  count: (plan) => rowsFor(plan, 'orders'),
  rows: (plan) => {
    const at = orderAt(plan);
    const sellers = plan.stream('orders/staff');
    const sellerAt = counterStaff(plan);
    return (index) => {
      const { tenant, customer, day, second, channel, status, totalInr, deliveredOn } = at(index);
      const store = homeStore(customer);
      return [
        index + 1,
        tenant + 1,
        storeId(plan, tenant, store),
        customerIndex(plan, tenant, customer) + 1,
        sellerAt(tenant, store, sellers(index)),
        channel,
        status,
        totalInr,
        momentOf(day, second),
        deliveredOn,
      ];
    };
  },
};
