/** Bodies as the senders write them, with the fields that the CRM reads. Times are ISO 8601. */

interface OrderFacts {
  id: string;
  totalInr: number;
  toldAt: string;
  phone?: string;
  email?: string;
  sku?: string;
}

const seconds = (iso: string) => Math.floor(Date.parse(iso) / 1_000);

export function shopifyOrder(
  { id, totalInr, toldAt, phone, email = 'asha@mail.example', sku = 'none' }: OrderFacts,
  more: Record<string, unknown> = {},
) {
  return {
    ...{ id: Number(id), name: `#${id}`, email, phone, currency: 'INR', total_price: `${totalInr}.00` },
    ...{ created_at: toldAt, updated_at: toldAt, cancelled_at: null, financial_status: 'pending' },
    ...{ fulfillment_status: null, customer: { first_name: 'Asha', last_name: 'Rao', phone } },
    line_items: [{ id: 1, sku, title: 'Ring', quantity: 1, price: `${totalInr}.00` }],
    shipping_address: { name: 'Asha Rao', city: 'Pune' },
    note_attributes: [],
    ...more,
  };
}

export function wooOrder(
  { id, totalInr, toldAt, phone, email, sku = 'none' }: OrderFacts,
  status = 'processing',
) {
  return {
    ...{ id: Number(id), status, currency: 'INR', total: `${totalInr}.00`, transaction_id: '' },
    date_modified_gmt: toldAt.replace(/\.\d+Z$/, ''),
    billing: { first_name: 'Ravi', last_name: 'Sen', city: 'Kolkata', phone, email },
    line_items: [{ id: 2, sku, quantity: 2, total: `${totalInr}.00`, total_tax: '0.00' }],
    meta_data: [],
  };
}

export function dukaanOrder(
  { id, totalInr, toldAt, phone, email, sku = 'none' }: OrderFacts,
  status = 'pending',
) {
  return {
    ...{ event: 'order.updated', order_id: id, order_date: toldAt, status, payment_mode: 'cod' },
    customer: { name: 'Meena Shah', phone, email, address: { city: 'Surat' } },
    amounts: { grand_total: totalInr },
    products: [{ name: 'Bangle', sku, price: totalInr, quantity: 1 }],
  };
}

export function quickSellOrder(
  { id, totalInr, toldAt, phone, email, sku = 'none' }: OrderFacts,
  type = 'order.placed',
) {
  return {
    ...{ type, id: `qs-${id}-${type}`, created_at: seconds(toldAt) },
    visitor: { name: 'Kiran Das', phone, email, city: 'Delhi' },
    order: {
      ...{ number: id, currency: 'INR', total: totalInr },
      items: [{ sku, price: totalInr, quantity: 1 }],
    },
  };
}

interface PaymentFacts {
  id: string;
  /** In the smallest unit. */
  amountMinor: number;
  toldAt: string;
}

export function razorpayEvent(
  event: string,
  { id, amountMinor, toldAt }: PaymentFacts,
  payment: Record<string, unknown> = {},
) {
  const status = { 'payment.authorized': 'authorized', 'payment.failed': 'failed' }[event] ?? 'captured';
  const entity = {
    ...{ id, entity: 'payment', amount: amountMinor, currency: 'INR', status, method: 'upi' },
    ...{ order_id: `order_of_${id}`, amount_refunded: 0, notes: [] },
    ...payment,
  };
  return { entity: 'event', event, payload: { payment: { entity } }, created_at: seconds(toldAt) };
}

export function stripeEvent(
  type: string,
  { id, amountMinor, toldAt }: PaymentFacts,
  object: Record<string, unknown> = {},
) {
  const intent = {
    ...{ id, object: 'payment_intent', amount: amountMinor, amount_received: amountMinor, currency: 'inr' },
    ...{ status: 'succeeded', metadata: {} },
    ...object,
  };
  return {
    ...{ id: `evt_${id}_${type}`, object: 'event', type, created: seconds(toldAt), data: { object: intent } },
  };
}

export function paypalEvent(
  { id, amountMinor, toldAt }: PaymentFacts,
  resource: Record<string, unknown> = {},
  currency = 'USD',
) {
  return {
    ...{
      id: `WH-${id}`,
      event_type: 'PAYMENT.CAPTURE.COMPLETED',
      resource_type: 'capture',
      create_time: toldAt,
    },
    resource: {
      ...{ id, status: 'COMPLETED' },
      amount: { currency_code: currency, value: (amountMinor / 100).toFixed(2) },
      ...resource,
    },
  };
}
