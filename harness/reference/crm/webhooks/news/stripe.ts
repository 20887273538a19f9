import type { JsonObject } from '../body.ts';
import { refInNotes } from '../booking/refs.ts';
import { at, idAt, momentAt, objectAt, textAt } from '../fields.ts';
import type { PaymentNews, PaymentState } from './news.ts';
import { currencyOf, minorOf, required } from './required.ts';

const states: Readonly<Record<string, PaymentState>> = {
  requires_capture: 'authorized',
  succeeded: 'captured',
  canceled: 'failed',
};

/** The payment that an event is of; null for all else. A charge goes by its payment intent, so that both are one payment. */
export function readStripe(body: JsonObject): PaymentNews | null {
  const object = objectAt(body, 'data', 'object');
  const kind = at(object, 'object');
  if (object === null || (kind !== 'payment_intent' && kind !== 'charge')) return null;
  const isIntent = kind === 'payment_intent';
  const state = isIntent ? stateOfIntent(object) : stateOfCharge(object);
  const externalId = isIntent ? idAt(object, 'id') : idAt(object, 'payment_intent');
  if (state === null || (externalId === null && !isIntent)) return null;
  const received = at(object, 'amount_received');
  return {
    source: 'stripe',
    externalId: required(externalId, 'which payment'),
    orderRef: refInNotes(at(object, 'metadata')),
    state,
    amountMinor: minorOf(state === 'captured' && isIntent && received ? received : at(object, 'amount')),
    currency: currencyOf(at(object, 'currency')),
    toldAt: required(momentAt(body, ['created']), 'when'),
    method: 'card',
  };
}

function stateOfIntent(intent: JsonObject): PaymentState | null {
  const status = textAt(intent, ['status'], 40) ?? '';
  if (status === 'requires_payment_method' && objectAt(intent, 'last_payment_error') !== null)
    return 'failed';
  return Object.hasOwn(states, status) ? (states[status] as PaymentState) : null;
}

/** `refunded` is true once all of it was given back. */
function stateOfCharge(charge: JsonObject): PaymentState | null {
  if (at(charge, 'refunded') === true) return 'refunded';
  return at(charge, 'captured') === true ? 'captured' : null;
}
