import type { JsonObject } from '../body.ts';
import { at, idAt, momentAt, objectAt, objectsAt, textAt } from '../fields.ts';
import type { PaymentNews, PaymentState } from './news.ts';
import { currencyOf, minorOfText, required } from './required.ts';

const states: Readonly<Record<string, PaymentState>> = {
  PENDING: 'authorized',
  DECLINED: 'failed',
  DENIED: 'failed',
  FAILED: 'failed',
  COMPLETED: 'captured',
  PARTIALLY_REFUNDED: 'captured',
  REFUNDED: 'refunded',
};

/** The capture that an event is of; null for all else. A refund names its capture by a link upwards. */
export function readPaypal(body: JsonObject): PaymentNews | null {
  const resource = objectAt(body, 'resource');
  if (resource === null || !textAt(body, ['event_type'], 80)?.startsWith('PAYMENT.CAPTURE.')) return null;
  const isRefund = at(body, 'resource_type') === 'refund';
  const status = textAt(resource, ['status'], 40) ?? '';
  const state = Object.hasOwn(states, status) ? (states[status] as PaymentState) : null;
  if (state === null || (isRefund && state !== 'captured')) return null;
  const amount = (isRefund ? total(resource) : null) ?? objectAt(resource, 'amount');
  const currency = currencyOf(at(amount, 'currency_code'));
  return {
    source: 'paypal',
    externalId: required(isRefund ? captureOf(resource) : idAt(resource, 'id'), 'which payment'),
    orderRef: refOf(resource),
    state: isRefund ? 'refunded' : state,
    amountMinor: minorOfText(at(amount, 'value'), currency),
    currency,
    toldAt: required(momentAt(body, ['create_time']), 'when'),
    method: 'paypal',
  };
}

/** What was given back by this refund and those before it. */
function total(refund: JsonObject): JsonObject | null {
  return objectAt(refund, 'seller_payable_breakdown', 'total_refunded_amount');
}

function captureOf(refund: JsonObject): string | null {
  const up = objectsAt(refund, 'links').find(({ rel }) => rel === 'up');
  const [, id] = /\/captures\/([\w-]{1,60})$/.exec(textAt(up, ['href'], 300) ?? '') ?? [];
  return id ?? null;
}

function refOf(resource: JsonObject): string | null {
  const [, order] = /^crm-order-([1-9]\d{0,9})$/.exec(textAt(resource, ['custom_id']) ?? '') ?? [];
  if (order !== undefined) return `crm:${order}`;
  return idAt(resource, 'supplementary_data', 'related_ids', 'order_id');
}
