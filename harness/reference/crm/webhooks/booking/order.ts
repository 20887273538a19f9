import type { Query } from '../../database.ts';
import type { OrderNews, OrderState } from '../news/news.ts';
import type { Booked, BookedOrder, When } from './booked.ts';
import { findOrMakeCustomer, onlineDesk } from './customer.ts';
import { lockWithKnown } from './lock.ts';
import { newerOrder, newerRef, type OrderTold } from './newest.ts';
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
/**
 * `$3` is the status that the shop's word stands for, null where that is no other than before: what the store did with the order
 * stays then. An order that the shop takes up again is booked again, unless the store already works on it.
 */
const statusSql = `
  case when $3::text is null or ($3 = 'booked' and status not in ('delivered', 'cancelled')) then status else $3 end`;
const changeOrderSql = `
  update orders set total_inr = $2,
    status = ${statusSql},
    delivered_on = case when ${statusSql} = 'delivered' then coalesce(delivered_on, $4::date) end
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
  const read = async () => (await query<ShopOrder>(knownSql, [source, externalId]))[0];
  const known = await lockWithKnown(query, tenantId, [name, news.paymentRef], read, (row) => row.paymentRef);
  const newest = known ? newerOrder(known, news) : news;
  const isNews = newest === news;
  const orderId = known?.orderId ?? null;
  const order =
    orderId === null
      ? await insertOrder(query, tenantId, news, newest, when)
      : await changeOrder(query, orderId, isNews ? news : null, known?.state ?? null, when);
  const paymentRef = newerRef(known, news);
  const { state, totalInr, toldAt } = newest;
  const id = order?.orderId ?? null;
  await query(keepSql, [tenantId, source, externalId, id, state, totalInr, toldAt, paymentRef]);
  if (order === null) return { order, payments: [] };
  const names = [name, news.paymentRef, known?.paymentRef ?? null];
  if (isNews && orderId !== null) await query(dropLinesSql, [orderId]);
  if (isNews || orderId === null) await writeLines(query, tenantId, order.orderId, news);
  return { order, payments: await linkPayments(query, tenantId, order, names, when) };
}

/** The order; changed, where there is news of it. `before` is what the shop said of it last. */
async function changeOrder(
  query: Query,
  orderId: number,
  news: OrderNews | null,
  before: OrderState | null,
  { today }: When,
): Promise<BookedOrder | null> {
  if (news === null) return (await query<BookedOrder>(orderSql, [orderId]))[0] ?? null;
  const status = statuses[news.state];
  const moved = before === null || statuses[before] !== status ? status : null;
  return (await query<BookedOrder>(changeOrderSql, [orderId, news.totalInr, moved, today]))[0] ?? null;
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
