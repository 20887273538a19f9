import type { Crm } from '../crm.ts';
import type { Query } from '../database.ts';
import { workOnTelephony } from '../telephony/webhook-events.ts';
import { workOnWaha } from '../whatsapp/webhook-events.ts';
import type { JsonObject } from './body.ts';
import type { Booked, When } from './booking/booked.ts';
import { bookOrder } from './booking/order.ts';
import { bookPayment } from './booking/payment.ts';
import type { WebhookEvent } from './event.ts';
import { readDukaan } from './news/dukaan.ts';
import type { OrderNews, PaymentNews } from './news/news.ts';
import { readPaypal } from './news/paypal.ts';
import { readQuickSell } from './news/quicksell.ts';
import { readRazorpay } from './news/razorpay.ts';
import { readShopify } from './news/shopify.ts';
import { readStripe } from './news/stripe.ts';
import { readWooCommerce } from './news/woocommerce.ts';

const shops: Readonly<Record<string, (body: JsonObject) => OrderNews | null>> = {
  shopify: readShopify,
  woocommerce: readWooCommerce,
  dukaan: readDukaan,
  quicksell: readQuickSell,
};
const gateways: Readonly<Record<string, (body: JsonObject) => PaymentNews | null>> = {
  razorpay: readRazorpay,
  stripe: readStripe,
  paypal: readPaypal,
};

/** Those whose work is no booking. They are given the body; each sees to it by itself that it may be done twice. */
export const workers: Readonly<Record<string, (crm: Crm, tenantId: number, body: unknown) => Promise<void>>> =
  { waha: workOnWaha, telephony: workOnTelephony };

/**
 * Books what a shop or a gateway tells, in the transaction of `query`. Whatever else it tells, as about customers, goods or
 * privacy, is kept and nothing is done.
 */
export async function book(
  query: Query,
  tenantId: number,
  { source, payload }: WebhookEvent,
  when: When,
): Promise<Booked> {
  const order = shops[source]?.(payload);
  if (order) return bookOrder(query, tenantId, order, when);
  const payment = gateways[source]?.(payload);
  if (payment) return bookPayment(query, tenantId, payment, when);
  return { order: null, payments: [] };
}
