import type { Query } from '../../database.ts';
import type { PaymentNews } from '../news/news.ts';
import type { Booked, BookedOrder, BookedPayment, When } from './booked.ts';
import { lockWithKnown } from './lock.ts';
import { rupeesOf } from './money.ts';
import { newerPayment, type PaymentTold } from './newest.ts';
import { betterRef, crmOrderOf, shopOrderOf } from './refs.ts';

interface GatewayPayment extends PaymentTold {
  source: string;
  externalId: string;
  orderRef: string | null;
  paymentId: number | null;
  currency: string;
  method: string | null;
}

const columns = `
  source, external_id as "externalId", order_ref as "orderRef", payment_id as "paymentId", state,
  amount_minor as "amountMinor", currency, told_at as "toldAt", method`;
const knownSql = `select ${columns} from gateway_payments where source = $1 and external_id = $2`;
const keepSql = `
  insert into gateway_payments
    (tenant_id, source, external_id, order_ref, payment_id, state, amount_minor, currency, told_at, method)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  on conflict (tenant_id, source, external_id) do update set order_ref = excluded.order_ref,
    payment_id = excluded.payment_id, state = excluded.state, amount_minor = excluded.amount_minor,
    currency = excluded.currency, told_at = excluded.told_at, method = excluded.method`;
const waitingSql = `
  select ${columns} from gateway_payments
  where payment_id is null and source in ('razorpay', 'stripe', 'paypal')
    and (order_ref = any($1) or external_id = any($1)) for update`;
const insertSql = `
  insert into payments (tenant_id, order_id, amount_inr, method, status, reference, paid_at)
  values ($1, $2, $3, $4, $5, $6, $7) returning id`;
const changeSql = `
  update payments set status = $2, amount_inr = $3 where id = $1 and (status, amount_inr) is distinct from ($2, $3::bigint)
  returning id as "paymentId", order_id as "orderId",
    (select store_id from orders o where o.id = payments.order_id) as "storeId",
    (select customer_id from orders o where o.id = payments.order_id) as "customerId"`;
const orderColumns = 'o.id as "orderId", o.store_id as "storeId", o.customer_id as "customerId"';
const crmOrderSql = `select ${orderColumns} from orders o where o.id = $1`;
const shopOrderSql = `
  select ${orderColumns} from shop_orders s join orders o on o.tenant_id = s.tenant_id and o.id = s.order_id
  where s.source = $1 and s.external_id = $2`;
const byPaymentSql = `
  select ${orderColumns} from shop_orders s join orders o on o.tenant_id = s.tenant_id and o.id = s.order_id
  where s.payment_ref = any($1) order by s.source, s.external_id limit 1`;

/**
 * Books what a gateway tells of a payment. The money stands in `payments` once it is taken, in rupees, and the order is known;
 * until then, and for ever in another currency, it stands in `gateway_payments` alone.
 */
export async function bookPayment(
  query: Query,
  tenantId: number,
  news: PaymentNews,
  when: When,
): Promise<Booked> {
  const { source, externalId } = news;
  const read = async () => (await query<GatewayPayment>(knownSql, [source, externalId]))[0];
  const known = await lockWithKnown(
    query,
    tenantId,
    [externalId, news.orderRef],
    read,
    (row) => row.orderRef,
  );
  const { state, amountMinor, toldAt } = known ? newerPayment(known, news) : news;
  const payment: GatewayPayment = {
    ...(known ?? { ...news, paymentId: null }),
    ...{ state, amountMinor, toldAt, orderRef: betterRef(known?.orderRef ?? null, news.orderRef) },
  };
  if (payment.paymentId !== null) {
    await keep(query, tenantId, payment);
    return { order: null, payments: await change(query, payment.paymentId, payment) };
  }
  const order = isMoney(payment) ? await orderOf(query, payment) : null;
  const paymentId = order ? await insert(query, tenantId, order.orderId, payment, when) : null;
  await keep(query, tenantId, { ...payment, paymentId });
  return { order: null, payments: order && paymentId !== null ? [{ ...order, paymentId }] : [] };
}

/** Books what waited for an order under one of these names. */
export async function linkPayments(
  query: Query,
  tenantId: number,
  order: BookedOrder,
  names: readonly (string | null)[],
  when: When,
): Promise<BookedPayment[]> {
  const waiting = await query<GatewayPayment>(waitingSql, [names.filter((name) => name !== null)]);
  const booked: BookedPayment[] = [];
  for (const payment of waiting.filter(isMoney)) {
    const paymentId = await insert(query, tenantId, order.orderId, payment, when);
    await keep(query, tenantId, { ...payment, paymentId });
    booked.push({ ...order, paymentId });
  }
  return booked;
}

function isMoney({ state, currency }: GatewayPayment): boolean {
  return currency === 'INR' && (state === 'captured' || state === 'refunded');
}

async function orderOf(query: Query, { orderRef, externalId }: GatewayPayment): Promise<BookedOrder | null> {
  const crmOrder = crmOrderOf(orderRef);
  const shopOrder = shopOrderOf(orderRef);
  const [named] =
    crmOrder !== null
      ? await query<BookedOrder>(crmOrderSql, [crmOrder])
      : shopOrder !== null
        ? await query<BookedOrder>(shopOrderSql, [shopOrder.source, shopOrder.externalId])
        : [];
  if (named) return named;
  const names = [externalId, orderRef].filter((name) => name !== null);
  return (await query<BookedOrder>(byPaymentSql, [names]))[0] ?? null;
}

async function insert(
  query: Query,
  tenantId: number,
  orderId: number,
  { amountMinor, method, state, externalId }: GatewayPayment,
  { now }: When,
): Promise<number> {
  const values = [tenantId, orderId, rupeesOf(amountMinor), method ?? 'card', state, externalId, now];
  const [row] = await query<{ id: number }>(insertSql, values);
  return row?.id as number;
}

/** The payment, where there was something to change. */
function change(query: Query, id: number, { state, amountMinor }: PaymentTold): Promise<BookedPayment[]> {
  return query<BookedPayment>(changeSql, [id, state, rupeesOf(amountMinor)]);
}

async function keep(query: Query, tenantId: number, payment: GatewayPayment): Promise<void> {
  const { source, externalId, orderRef, paymentId, state, amountMinor, currency, toldAt, method } = payment;
  const values = [tenantId, source, externalId, orderRef, paymentId, state, amountMinor, currency, toldAt];
  await query(keepSql, [...values, method]);
}
