import { closingSecond, momentOf, openingSecond } from '../../calendar.ts';
import { childrenOf, itemsOfOrders, productsPerTenant } from '../../counts.ts';
import { customerIndex, type DatasetPlan, rowsFor, tenantAt } from '../../plan.ts';
import { priceInr } from '../../pricing.ts';
import { customerOn, homeStore, type Skew } from '../../registration.ts';
import { tradingDay } from '../../season.ts';
import { scattered, skewedRank } from '../../skew.ts';
import type { Table } from '../../table.ts';
import { someoneIn } from '../organisation/staff.ts';
import { storeId } from '../organisation/stores.ts';
import { goldRates } from './gold-rates.ts';
import { catalogue } from './products.ts';

interface OrderItem {
  /** Id of the product. */
  productId: number;
  quantity: number;
  /** Of one piece. */
  weightMg: number;
  /** Of all pieces of the line, with tax. */
  priceInr: number;
}

type OrderStatus = 'booked' | 'in-making' | 'ready' | 'delivered' | 'cancelled';

export interface Order {
  tenant: number;
  /** Customer's number within the tenant, from 0. */
  customer: number;
  day: number;
  second: number;
  status: OrderStatus;
  items: OrderItem[];
  totalInr: number;
}

const customerSkew: Skew = { floor: 0.08, power: 2 };

/** When and by whom order `index` was made: the cheap part of it. Orders are numbered in the order of their days. */
export function orderHeads(plan: DatasetPlan) {
  const stream = plan.stream('orders');
  const count = orders.count(plan);
  return (index: number) => {
    const draw = stream(index);
    const tenant = tenantAt(plan, index);
    const day = tradingDay((index + draw.float()) / count);
    const customer = customerOn(plan, { tenant, day }, customerSkew, draw);
    return { tenant, customer, day, draw };
  };
}

/** Order `index` with its items at the prices of its day. */
export function orderAt(plan: DatasetPlan): (index: number) => Order {
  const headOf = orderHeads(plan);
  const itemStream = plan.stream('order_items');
  const products = catalogue(plan);
  const rate = goldRates(plan);
  return (index) => {
    const { tenant, customer, day, draw } = headOf(index);
    const items = Array.from({ length: childrenOf(itemsOfOrders, index) }, (_, child) => {
      const itemDraw = itemStream(index * 8 + child);
      const rank = skewedRank(itemDraw.float(), productsPerTenant, { floor: 0.1, power: 2 });
      const at = scattered(rank, productsPerTenant) * plan.request.tenants.length + tenant;
      const product = products[at];
      if (product === undefined) throw new Error(`no product ${at}`);
      const quantity = itemDraw.chance(0.1) ? 2 : 1;
      const price = quantity * priceInr(product, rate(tenant, day));
      return { productId: at + 1, quantity, weightMg: product.weightMg, priceInr: price };
    });
    const totalInr = items.reduce((sum, item) => sum + item.priceInr, 0);
    const second = draw.int(openingSecond, closingSecond - 1);
    return { tenant, customer, day, second, status: statusOf(day, draw.float()), items, totalInr };
  };
}

/** Making takes two to five weeks; one order in 25 is cancelled. */
function statusOf(day: number, u: number): OrderStatus {
  if (u < 0.04) return 'cancelled';
  if (day < -35) return 'delivered';
  if (day < -21) return u < 0.7 ? 'delivered' : 'ready';
  if (day < -7) return u < 0.4 ? 'delivered' : u < 0.8 ? 'in-making' : 'ready';
  return u < 0.3 ? 'delivered' : u < 0.5 ? 'in-making' : 'booked';
}

export const orders: Table = {
  name: 'orders',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    store_id: 'integer',
    customer_id: 'integer',
    staff_id: 'integer',
    status: 'text',
    total_inr: 'bigint',
    ordered_at: 'moment',
  },
  count: (plan) => rowsFor(plan, 'orders'),
  rows: (plan) => {
    const at = orderAt(plan);
    const sellers = plan.stream('orders/staff');
    return (index) => {
      const { tenant, customer, day, second, status, totalInr } = at(index);
      const store = homeStore(customer);
      return [
        index + 1,
        tenant + 1,
        storeId(plan, tenant, store),
        customerIndex(plan, tenant, customer) + 1,
        someoneIn(plan, tenant, store, sellers(index)),
        status,
        totalInr,
        momentOf(day, second),
      ];
    };
  },
};
