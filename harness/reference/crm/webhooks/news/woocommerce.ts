import type { JsonObject } from '../body.ts';
import { rupees } from '../booking/money.ts';
import { at, idAt, momentAt, objectAt, objectsAt, textAt } from '../fields.ts';
import { fullName, linesOf } from './line.ts';
import type { OrderNews, OrderState } from './news.ts';
import { required, totalOf } from './required.ts';

const states: Readonly<Record<string, OrderState>> = {
  pending: 'placed',
  'on-hold': 'placed',
  processing: 'paid',
  completed: 'fulfilled',
  cancelled: 'cancelled',
  failed: 'cancelled',
  refunded: 'cancelled',
  trash: 'cancelled',
};
/** Times without a zone are the shop's own. */
const shopZone = '+05:30';

/** The order that a body is of; null for all else: a deleted order tells no more than its id, and was not undone by that. */
export function readWooCommerce(body: JsonObject): OrderNews | null {
  const status = textAt(body, ['status'], 40) ?? '';
  const state = Object.hasOwn(states, status) ? states[status] : undefined;
  if (state === undefined || at(body, 'total') === undefined || objectAt(body, 'billing') === null)
    return null;
  const time = momentAt(body, ['date_modified_gmt']) ?? momentAt(body, ['date_modified'], shopZone);
  return {
    source: 'woocommerce',
    externalId: required(idAt(body, 'id'), 'which order'),
    state,
    totalInr: totalOf(at(body, 'total'), at(body, 'currency')),
    toldAt: required(time, 'when'),
    customer: {
      name: fullName(at(body, 'billing')),
      phones: [textAt(body, ['billing', 'phone'], 40), textAt(body, ['shipping', 'phone'], 40)],
      email: textAt(body, ['billing', 'email']),
      city: textAt(body, ['billing', 'city'], 80),
    },
    lines: linesOf(objectsAt(body, 'line_items'), priceOf),
    paymentRef: paymentRefOf(body),
  };
}

/** Of all pieces already, without the tax that stands beside it. */
function priceOf(item: unknown): number | null {
  const [price, tax] = [rupees(at(item, 'total')), rupees(at(item, 'total_tax') ?? '0')];
  return price === null || tax === null ? null : price + tax;
}

function paymentRefOf(body: JsonObject): string | null {
  const note = objectsAt(body, 'meta_data').find(({ key }) => key === 'razorpay_order_id');
  return (note === undefined ? null : idAt(note, 'value')) ?? idAt(body, 'transaction_id');
}
