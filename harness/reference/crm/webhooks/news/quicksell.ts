import type { JsonObject } from '../body.ts';
import { at, idAt, momentAt, objectAt, objectsAt, textAt } from '../fields.ts';
import { linesOf, priceByPiece } from './line.ts';
import type { OrderNews, OrderState } from './news.ts';
import { required, totalOf } from './required.ts';

const states: Readonly<Record<string, OrderState>> = {
  'order.placed': 'placed',
  'order.paid': 'paid',
  'order.fulfilled': 'fulfilled',
  'order.cancelled': 'cancelled',
};

/** The order that an event is of; null for an enquiry and the like. The form is our own: none is published. */
export function readQuickSell(body: JsonObject): OrderNews | null {
  const type = textAt(body, ['type'], 80) ?? '';
  if (!Object.hasOwn(states, type) || objectAt(body, 'order') === null) return null;
  return {
    source: 'quicksell',
    externalId: required(idAt(body, 'order', 'number'), 'which order'),
    state: states[type] as OrderState,
    totalInr: totalOf(at(body, 'order', 'total'), at(body, 'order', 'currency')),
    toldAt: required(momentAt(body, ['created_at']), 'when'),
    customer: {
      name: textAt(body, ['visitor', 'name'], 120),
      phones: [textAt(body, ['visitor', 'phone'], 40)],
      email: textAt(body, ['visitor', 'email']),
      city: textAt(body, ['visitor', 'city'], 80),
    },
    lines: linesOf(objectsAt(body, 'order', 'items'), priceByPiece),
    paymentRef: idAt(body, 'order', 'payment_reference'),
  };
}
