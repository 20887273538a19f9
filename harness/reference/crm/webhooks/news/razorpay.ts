import type { JsonObject } from '../body.ts';
import { refInNotes } from '../booking/refs.ts';
import { at, idAt, momentAt, objectAt, textAt } from '../fields.ts';
import type { PaymentNews, PaymentState } from './news.ts';
import { currencyOf, minorOf, required } from './required.ts';

const states: Readonly<Record<string, PaymentState>> = {
  authorized: 'authorized',
  failed: 'failed',
  captured: 'captured',
  refunded: 'refunded',
};

/** The payment that an event is of; null for one without a payment, or of one that has only begun. Three events tell of each payment. */
export function readRazorpay(body: JsonObject): PaymentNews | null {
  const payment = objectAt(body, 'payload', 'payment', 'entity');
  if (payment === null) return null;
  const state = stateOf(payment, textAt(body, ['event'], 80));
  if (state === null) return null;
  const notes = [at(payment, 'notes'), at(body, 'payload', 'order', 'entity', 'notes')];
  return {
    source: 'razorpay',
    externalId: required(idAt(payment, 'id'), 'which payment'),
    orderRef: refInNotes(notes[0]) ?? refInNotes(notes[1]) ?? idAt(payment, 'order_id'),
    state,
    amountMinor: minorOf(at(payment, 'amount')),
    currency: currencyOf(at(payment, 'currency')),
    toldAt: required(momentAt(body, ['created_at']), 'when'),
    method: textAt(payment, ['method'], 30) ?? 'card',
  };
}

/** A refund that was only asked for may yet fail: until it is processed the money counts as taken. */
function stateOf(payment: JsonObject, event: string | null): PaymentState | null {
  const status = textAt(payment, ['status'], 30) ?? '';
  const [amount, back] = [Number(at(payment, 'amount')), Number(at(payment, 'amount_refunded') ?? 0)];
  const isBack = status === 'refunded' || (back > 0 && back >= amount);
  if (isBack) return event?.startsWith('refund.') && event !== 'refund.processed' ? 'captured' : 'refunded';
  return Object.hasOwn(states, status) ? (states[status] as PaymentState) : null;
}
