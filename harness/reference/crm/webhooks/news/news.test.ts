import { describe, expect, it } from 'vitest';
import {
  dukaanOrder,
  paypalEvent,
  quickSellOrder,
  razorpayEvent,
  shopifyOrder,
  stripeEvent,
  wooOrder,
} from '../testing/bodies.ts';
import { readDukaan } from './dukaan.ts';
import { readPaypal } from './paypal.ts';
import { readQuickSell } from './quicksell.ts';
import { readRazorpay } from './razorpay.ts';
import { readShopify } from './shopify.ts';
import { readStripe } from './stripe.ts';
import { readWooCommerce } from './woocommerce.ts';

const toldAt = '2025-01-31T05:00:00.000Z';
const order = {
  id: '54',
  totalInr: 12_345,
  toldAt,
  phone: '98480 12345',
  email: 'Asha@Mail.example',
  sku: 'RG-1',
};
const payment = { id: 'pay_1', amountMinor: 1_234_500, toldAt };

describe('shops', () => {
  it('each say the same of an order', () => {
    const wanted = { externalId: '54', totalInr: 12_345, toldAt, lines: [{ sku: 'RG-1', priceInr: 12_345 }] };
    for (const news of [
      readShopify(shopifyOrder(order)),
      readWooCommerce(wooOrder(order)),
      readDukaan(dukaanOrder(order)),
      readQuickSell(quickSellOrder(order)),
    ])
      expect(news).toMatchObject(wanted);
  });

  it.each([
    [{}, 'placed'],
    [{ financial_status: 'paid' }, 'paid'],
    [{ financial_status: 'paid', fulfillment_status: 'fulfilled' }, 'fulfilled'],
    [{ financial_status: 'refunded', cancelled_at: toldAt }, 'cancelled'],
    [{ financial_status: 'voided' }, 'cancelled'],
  ])('Shopify: %j is %s', (more, state) => expect(readShopify(shopifyOrder(order, more))?.state).toBe(state));

  it.each([
    ['pending', 'placed'],
    ['processing', 'paid'],
    ['completed', 'fulfilled'],
    ['refunded', 'cancelled'],
  ])('WooCommerce: %s is %s', (status, state) =>
    expect(readWooCommerce(wooOrder(order, status))?.state).toBe(state),
  );

  it('tell of other things too, of which nothing is to be done', () => {
    const customer = { id: 7, email: 'a@b.example', first_name: 'A', orders_count: 1 };
    const privacy = { shop_id: 1, shop_domain: 'x.example', customer: { id: 1 }, orders_to_redact: [1] };
    for (const body of [customer, privacy, { id: 9, title: 'Ring' }, {}])
      for (const read of [readShopify, readWooCommerce, readDukaan, readQuickSell])
        expect(read(body)).toBeNull();
    expect(readWooCommerce({ id: 54 })).toBeNull();
    expect(readWooCommerce(wooOrder(order, 'constructor'))).toBeNull();
    expect(readQuickSell(quickSellOrder(order, 'catalogue.enquiry'))).toBeNull();
  });

  it.each([
    ['another currency', { currency: 'USD' }],
    ['no currency', { currency: null }],
    ['an amount that is none', { total_price: '12,345.00' }],
    ['no time', { updated_at: null, created_at: 'soon' }],
    ['an id that lost digits', { id: 2 ** 60 }],
  ])('%s is given up, with the reason', (_, more) => {
    expect(() => readShopify(shopifyOrder(order, more))).toThrow(/^(it|its) /);
  });
});

describe('gateways', () => {
  it.each([
    ['payment.authorized', {}, 'authorized'],
    ['payment.failed', {}, 'failed'],
    ['payment.captured', {}, 'captured'],
    ['order.paid', {}, 'captured'],
    ['refund.created', { status: 'refunded', amount_refunded: 1_234_500 }, 'captured'],
    ['refund.failed', { status: 'refunded', amount_refunded: 1_234_500 }, 'captured'],
    ['refund.processed', { status: 'refunded', amount_refunded: 1_234_500 }, 'refunded'],
    ['refund.processed', { amount_refunded: 500 }, 'captured'],
  ])('Razorpay: %s with %j is %s', (event, more, state) => {
    const wanted = { externalId: 'pay_1', state, amountMinor: 1_234_500, currency: 'INR', method: 'upi' };
    expect(readRazorpay(razorpayEvent(event, payment, more))).toMatchObject(wanted);
  });

  it('Razorpay: tells the order by its notes, else by its own', () => {
    const refOf = (more: object) => readRazorpay(razorpayEvent('order.paid', payment, { ...more }))?.orderRef;
    expect(refOf({})).toBe('order_of_pay_1');
    expect(refOf({ notes: { crm_order_id: '17' } })).toBe('crm:17');
    expect(readRazorpay({ event: 'payment_link.expired', payload: {} })).toBeNull();
  });

  it.each([
    [{}, 'captured'],
    [{ status: 'requires_capture' }, 'authorized'],
    [{ status: 'requires_payment_method', last_payment_error: { code: 'declined' } }, 'failed'],
    [{ object: 'charge', payment_intent: 'pay_1', captured: true, refunded: true }, 'refunded'],
    [{ object: 'charge', payment_intent: 'pay_1', captured: true, refunded: false }, 'captured'],
  ])('Stripe: %j is %s', (object, state) => {
    expect(readStripe(stripeEvent('x', payment, object))).toMatchObject({
      externalId: 'pay_1',
      state,
      currency: 'INR',
    });
  });

  it('PayPal: a capture, and its refund by the link upwards', () => {
    expect(readPaypal(paypalEvent(payment, { custom_id: 'crm-order-17' }))).toMatchObject({
      ...{
        externalId: 'pay_1',
        state: 'captured',
        amountMinor: 1_234_500,
        currency: 'USD',
        orderRef: 'crm:17',
      },
    });
    const links = [{ rel: 'up', href: 'https://api.paypal.example/v2/payments/captures/pay_1' }];
    const refund = {
      ...paypalEvent(payment, { id: 'refund_1', links }),
      event_type: 'PAYMENT.CAPTURE.REFUNDED',
    };
    expect(readPaypal({ ...refund, resource_type: 'refund' })).toMatchObject({
      externalId: 'pay_1',
      state: 'refunded',
    });
    expect(readPaypal({ event_type: 'CHECKOUT.ORDER.APPROVED', resource: {} })).toBeNull();
  });
});
