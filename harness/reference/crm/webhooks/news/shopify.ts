import type { JsonObject } from '../body.ts';
import { at, idAt, momentAt, objectsAt, textAt } from '../fields.ts';
import { fullName, linesOf, priceByPiece } from './line.ts';
import type { OrderNews, OrderState } from './news.ts';
import { required, totalOf } from './required.ts';

/** Notes of an order in which payment apps leave what they call the payment. */
const paymentNotes = ['razorpay_order_id', 'razorpay_payment_id', 'payment_reference'];

/**
 * The order that a body is of; null for a customer, a product, a request about privacy and whatever else. The topic stands in
 * a header that is not signed, so it is the body that says what it is, and how the order stands.
 */
export function readShopify(body: JsonObject): OrderNews | null {
  if (at(body, 'financial_status') === undefined || at(body, 'total_price') === undefined) return null;
  const phones = [[], ['customer'], ['shipping_address'], ['billing_address']].map((path) =>
    textAt(body, [...path, 'phone'], 40),
  );
  const time = momentAt(body, ['updated_at']) ?? momentAt(body, ['created_at']);
  return {
    source: 'shopify',
    externalId: required(idAt(body, 'id'), 'which order'),
    state: stateOf(body),
    totalInr: totalOf(at(body, 'total_price'), at(body, 'currency')),
    toldAt: required(time, 'when'),
    customer: {
      name: fullName(at(body, 'customer')) ?? textAt(body, ['shipping_address', 'name'], 120),
      phones,
      email: textAt(body, ['email']) ?? textAt(body, ['customer', 'email']),
      city: textAt(body, ['shipping_address', 'city'], 80),
    },
    lines: linesOf(objectsAt(body, 'line_items'), priceByPiece),
    paymentRef: paymentRefOf(body),
  };
}

function stateOf(body: JsonObject): OrderState {
  const money = at(body, 'financial_status');
  if (textAt(body, ['cancelled_at']) !== null || money === 'voided') return 'cancelled';
  if (at(body, 'fulfillment_status') === 'fulfilled') return 'fulfilled';
  return money === 'pending' || money === 'authorized' || money === null ? 'placed' : 'paid';
}

function paymentRefOf(body: JsonObject): string | null {
  const note = objectsAt(body, 'note_attributes').find(({ name }) => paymentNotes.includes(String(name)));
  return note === undefined ? null : idAt(note, 'value');
}
