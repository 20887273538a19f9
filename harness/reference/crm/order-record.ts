import type { NewOrder, OrderDetail, OrderRow } from '../../../scenarios/lib/contract.ts';
import type { Query } from './database.ts';
import { Fault, notFound } from './faults.ts';
import { type Piece, priceInr } from './pricing.ts';
import { rateOn } from './rate-of-day.ts';
import type { SessionRecord } from './sessions.ts';

/** An `OrderRow` from `orders o join tenants t`. */
export const orderColumns = `
  o.id, t.slug as tenant, o.customer_id as "customerId", o.status, o.total_inr as "totalInr",
  o.ordered_at as "orderedAt"`;

type OrderLine = OrderDetail['order']['items'][number];

const orderSql = `select ${orderColumns} from orders o join tenants t on t.id = o.tenant_id where o.id = $1`;
const linesSql = `
  select i.product_id as "productId", p.name, i.weight_mg as "weightMg", i.price_inr as "priceInr"
  from order_items i join products p on p.tenant_id = i.tenant_id and p.id = i.product_id
  where i.order_id = $1 order by i.id`;
const piecesSql = `
  select id, name, weight_mg as "weightMg", purity, making_inr_per_gram as "makingInrPerGram",
    stone_inr as "stoneInr"
  from products where id = any($1::integer[])`;
const insertOrderSql = `
  insert into orders (tenant_id, store_id, customer_id, staff_id, status, total_inr, ordered_at)
  values ($1, $2, $3, $4, 'booked', $5, $6) returning id`;
const insertLinesSql = `
  insert into order_items (tenant_id, order_id, product_id, quantity, weight_mg, price_inr)
  select $1, $2, line.* from unnest($3::integer[], $4::smallint[], $5::integer[], $6::bigint[]) as line`;
const insertAdvanceSql = `
  insert into payments (tenant_id, order_id, amount_inr, method, status, paid_at)
  values ($1, $2, $3, 'upi', 'captured', $4)`;
/** Work begins when this share is paid. */
const advanceShare = 0.3;

/** The order with its lines; 404 where it is not the tenant's. */
export async function orderDetail(query: Query, session: SessionRecord, id: number): Promise<OrderDetail> {
  const [order] = await query<OrderRow>(orderSql, [id]);
  if (!order) throw notFound('order');
  const items = await query<OrderLine>(linesSql, [id]);
  return { tenant: session.tenant, order: { ...order, items } };
}

/** Writes the order at the rate of `now`'s day, with its lines and advance. 404 for the customer, 400 for a product. */
export async function createOrder(
  query: Query,
  session: SessionRecord,
  { customerId, items }: NewOrder,
  when: { today: string; now: string },
): Promise<OrderDetail> {
  const { inrPerGram24k } = await rateOn(query, when.today);
  const pieces = await query<Piece & { id: number; name: string }>(piecesSql, [
    items.map(({ productId }) => productId),
  ]);
  const byId = new Map(pieces.map((piece) => [piece.id, piece]));
  const lines = items.map(({ productId, quantity }) => {
    const piece = byId.get(productId);
    if (!piece) throw new Fault(400, `no such product: ${productId}`);
    return { ...piece, quantity, priceInr: quantity * priceInr(piece, inrPerGram24k) };
  });
  const totalInr = lines.reduce((sum, line) => sum + line.priceInr, 0);
  const { tenantId, storeId, userId } = session;
  const order = [tenantId, storeId, customerId, userId, totalInr, when.now];
  const [row] = await query<{ id: number }>(insertOrderSql, order);
  const orderId = row?.id ?? 0;
  const column = <Key extends keyof (typeof lines)[number]>(key: Key) => lines.map((line) => line[key]);
  await query(insertLinesSql, [
    tenantId,
    orderId,
    column('id'),
    column('quantity'),
    column('weightMg'),
    column('priceInr'),
  ]);
  await query(insertAdvanceSql, [tenantId, orderId, Math.round(totalInr * advanceShare), when.now]);
  return orderDetail(query, session, orderId);
}
