import type { Query } from '../../database.ts';
import type { OrderNews, OrderState } from '../news/news.ts';
import type { Booked, BookedOrder, When } from './booked.ts';
import { findOrMakeCustomer, onlineDesk } from './customer.ts';
import { lockNames } from './lock.ts';
import { newerOrder, type OrderTold } from './newest.ts';
import { linkPayments } from './payment.ts';

interface ShopOrder extends OrderTold {
  orderId: number | null;
  paymentRef: string | null;
}

const knownSql = `
  select state, total_inr as "totalInr", told_at as "toldAt", order_id as "orderId", payment_ref as "paymentRef"
  from shop_orders where source = $1 and external_id = $2`;
const keepSql = `
  insert into shop_orders (tenant_id, source, external_id, order_id, state, total_inr, told_at, payment_ref)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (tenant_id, source, external_id) do update set order_id = excluded.order_id, state = excluded.state,
    total_inr = excluded.total_inr, told_at = excluded.told_at, payment_ref = excluded.payment_ref`;
const bookedColumns = 'id as "orderId", store_id as "storeId", customer_id as "customerId"';
const insertOrderSql = `
  insert into orders (tenant_id, store_id, customer_id, staff_id, channel, status, total_inr, ordered_at, delivered_on)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${bookedColumns}`;
/** What the store does with an order on its way from booked to delivered stays, unless the shop says that it ended. */
const changeOrderSql = `
  update orders set total_inr = $2,
    status = case when $3 <> 'booked' or status in ('delivered', 'cancelled') then $3 else status end,
    delivered_on = case when $3 = 'delivered' then coalesce(delivered_on, $4::date) end
  where id = $1 returning ${bookedColumns}`;
const orderSql = `select ${bookedColumns} from orders where id = $1`;
const dropLinesSql = 'delete from order_items where order_id = $1';
/** Of products that the tenant knows; of others only the total tells. */
const insertLinesSql = `
  insert into order_items (tenant_id, order_id, product_id, quantity, weight_mg, price_inr)
  select $1, $2, p.id, line.quantity, p.weight_mg, line.price_inr
  from unnest($3::text[], $4::smallint[], $5::bigint[]) as line (sku, quantity, price_inr)
  join products p on p.tenant_id = $1 and p.sku = line.sku`;
const statuses: Record<OrderState, string> = {
  placed: 'booked',
  // the money is booked by what the gateway tells, and only by that: else it would be there twice
  paid: 'booked',
  fulfilled: 'delivered',
  cancelled: 'cancelled',
};

/** Books what a shop tells of an order, and the payments that waited for it. The same, however often and in whatever order it tells. */
export async function bookOrder(
  query: Query,
  tenantId: number,
  news: OrderNews,
  when: When,
): Promise<Booked> {
  const { source, externalId } = news;
  const name = `${source}:${externalId}`;
  await lockNames(query, tenantId, [name, news.paymentRef]);
  const [known] = await query<ShopOrder>(knownSql, [source, externalId]);
  if (known && known.paymentRef !== news.paymentRef) await lockNames(query, tenantId, [known.paymentRef]);
  const newest = known ? newerOrder(known, news) : news;
  const isNews = newest === news;
  const orderId = known?.orderId ?? null;
  const order =
    orderId === null
      ? await insertOrder(query, tenantId, news, newest, when)
      : await changeOrder(query, orderId, isNews ? news : null, when);
  const paymentRef = known?.paymentRef ?? news.paymentRef;
  const { state, totalInr, toldAt } = newest;
  const id = order?.orderId ?? null;
  await query(keepSql, [tenantId, source, externalId, id, state, totalInr, toldAt, paymentRef]);
  if (order === null) return { order, payments: [] };
  if (isNews && orderId !== null) await query(dropLinesSql, [orderId]);
  if (isNews || orderId === null) await writeLines(query, tenantId, order.orderId, news);
  return { order, payments: await linkPayments(query, tenantId, order, [name, paymentRef], when) };
}

/** The order; changed, where there is news of it. */
async function changeOrder(
  query: Query,
  orderId: number,
  news: OrderNews | null,
  { today }: When,
): Promise<BookedOrder | null> {
  const [order] =
    news === null
      ? await query<BookedOrder>(orderSql, [orderId])
      : await query<BookedOrder>(changeOrderSql, [orderId, news.totalInr, statuses[news.state], today]);
  return order ?? null;
}

/** Null where nobody can be made out who ordered: the order waits for news that say it. */
async function insertOrder(
  query: Query,
  tenantId: number,
  { source, customer }: OrderNews,
  { state, totalInr }: OrderTold,
  { now, today }: When,
): Promise<BookedOrder | null> {
  const desk = await onlineDesk(query);
  if (desk === null) return null;
  const customerId = await findOrMakeCustomer(query, tenantId, customer, { storeId: desk.storeId, now });
  if (customerId === null) return null;
  const status = statuses[state];
  const values = [tenantId, desk.storeId, customerId, desk.staffId, source, status, totalInr, now];
  const deliveredOn = status === 'delivered' ? today : null;
  const [order] = await query<BookedOrder>(insertOrderSql, [...values, deliveredOn]);
  return order ?? null;
}

async function writeLines(
  query: Query,
  tenantId: number,
  orderId: number,
  { lines }: OrderNews,
): Promise<void> {
  if (lines.length === 0) return;
  const column = <Key extends keyof (typeof lines)[number]>(key: Key) => lines.map((line) => line[key]);
  await query(insertLinesSql, [tenantId, orderId, column('sku'), column('quantity'), column('priceInr')]);
}
