import type { JsonObject } from '../body.ts';
import { at, idAt, momentAt, objectsAt, textAt } from '../fields.ts';
import { linesOf, priceByPiece } from './line.ts';
import type { OrderNews, OrderState } from './news.ts';
import { required, totalOf } from './required.ts';

/** Words of one user's handlers, not of the vendor. */
const ended: Readonly<Record<string, OrderState>> = {
  delivered: 'fulfilled',
  completed: 'fulfilled',
  cancelled: 'cancelled',
  rejected: 'cancelled',
  failed: 'cancelled',
  returned: 'cancelled',
};

/** The order that a body is of; null where it is of none. Nothing is published of it: the fields are those that others read. */
export function readDukaan(body: JsonObject): OrderNews | null {
  const id = idAt(body, 'order_id') ?? idAt(body, 'uuid');
  if (id === null || at(body, 'amounts') === undefined) return null;
  const time = momentAt(body, ['modified_at']) ?? momentAt(body, ['order_date']);
  return {
    source: 'dukaan',
    externalId: id,
    state: stateOf(body),
    totalInr: totalOf(at(body, 'amounts', 'grand_total'), at(body, 'currency') ?? 'INR'),
    toldAt: required(time, 'when'),
    customer: {
      name: textAt(body, ['customer', 'name'], 120),
      phones: [textAt(body, ['customer', 'phone'], 40)],
      email: textAt(body, ['customer', 'email']),
      city: textAt(body, ['customer', 'address', 'city'], 80),
    },
    lines: linesOf(objectsAt(body, 'products'), priceByPiece),
    paymentRef: idAt(body, 'custom_fields', 'payment_reference'),
  };
}

function stateOf(body: JsonObject): OrderState {
  const status = textAt(body, ['status'], 40)?.toLowerCase() ?? '';
  if (Object.hasOwn(ended, status)) return ended[status] as OrderState;
  const isPaid = at(body, 'payment_mode') === 'prepaid' && status !== 'pending';
  return isPaid ? 'paid' : 'placed';
}
