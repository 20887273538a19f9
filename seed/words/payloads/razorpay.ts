import { hexLower } from '../../values/hex.ts';
import type { EventFacts, WebhookSource } from './webhook-source.ts';

/** Of a payment's entity what depends on the event. */
const outcomes: Readonly<Record<string, string>> = {
  'payment.authorized': '"status":"authorized","captured":false',
  'payment.captured': '"status":"captured","captured":true',
  'order.paid': '"status":"captured","captured":true',
  'payment.failed': '"status":"failed","captured":false',
};
const noError =
  '"error_code":null,"error_description":null,"error_source":null,"error_step":null,"error_reason":null';
const timedOut =
  '"error_code":"BAD_REQUEST_ERROR","error_description":"The payer did not finish in time","error_source":"customer","error_step":"payment_authentication","error_reason":"payment_timed_out"';
/** How it was paid. */
interface Method {
  head: string;
  isUpi: boolean;
  /** What the bank or the wallet calls its number of the payment. */
  reference: string;
}

const upi: Method = {
  head: '"method":"upi","card_id":null,"bank":null,"wallet":null',
  isUpi: true,
  reference: 'rrn',
};
const methods: readonly Method[] = [
  upi,
  upi,
  {
    head: '"method":"netbanking","card_id":null,"bank":"HDFC","wallet":null',
    isUpi: false,
    reference: 'bank_transaction_id',
  },
  {
    head: '"method":"wallet","card_id":null,"bank":null,"wallet":"mobikwik"',
    isUpi: false,
    reference: 'transaction_id',
  },
];

function payload(event: string, facts: Readonly<EventFacts>): string {
  const { draw, tenant, phone, mail, amountInr, epoch, lowerHex } = facts;
  const paise = amountInr * 100;
  const order = `order_N${lowerHex}${draw.int(10_000, 99_999)}`;
  const method = draw.pick(methods);
  // Charged when it is captured.
  const isCaptured = event === 'payment.captured' || event === 'order.paid';
  const fee = isCaptured ? Math.floor(paise / 50) : null;
  const payment =
    `{"entity":{"id":"pay_N${lowerHex}${draw.int(10_000, 99_999)}","entity":"payment","amount":${paise},"currency":"INR",` +
    `${outcomes[event]},"order_id":"${order}","invoice_id":null,"international":false,${method.head},` +
    `"amount_refunded":0,"refund_status":null,"description":"Order at ${tenant}","vpa":${method.isUpi ? `"${phone.slice(3)}@upi"` : 'null'},` +
    `"email":"${mail}","contact":"${phone}","notes":{"tenant":"${tenant}","channel":"payment-link"},"fee":${fee},"tax":${fee === null ? null : Math.floor((fee * 18) / 118)},` +
    `${event === 'payment.failed' ? timedOut : noError},"acquirer_data":{"${method.reference}":"${draw.int(400_000_000, 499_999_999)}${draw.int(100, 999)}"},"created_at":${epoch - draw.int(5, 90)}}}`;
  const isPaid = event === 'order.paid';
  const paid = isPaid
    ? `,"order":{"entity":{"id":"${order}","entity":"order","amount":${paise},"amount_paid":${paise},"amount_due":0,"currency":"INR","status":"paid","attempts":1}}`
    : '';
  return `{"entity":"event","account_id":"acc_${tenant}","event":"${event}","contains":${isPaid ? '["payment","order"]' : '["payment"]'},"payload":{"payment":${payment}${paid}},"created_at":${epoch}}`;
}

export const razorpay: WebhookSource = {
  name: 'razorpay',
  percent: 25,
  // One payment tells of itself three times; the order is not guaranteed.
  events: [
    'payment.authorized',
    'payment.captured',
    'order.paid',
    'payment.authorized',
    'payment.captured',
    'order.paid',
    'payment.failed',
  ],
  deliveryId: ({ draw, upperHex }) => `N${upperHex}${hexLower(draw.int(0, 0xffff_ffff)).slice(0, 5)}`,
  payload,
};
