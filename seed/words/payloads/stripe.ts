import { hexUpper } from '../../values/hex.ts';
import type { EventFacts, WebhookSource } from './webhook-source.ts';

function intent(
  event: string,
  { draw, tenant, mail, amountInr, epoch, upperHex }: Readonly<EventFacts>,
): string {
  const isPaid = event === 'payment_intent.succeeded';
  const paise = amountInr * 100;
  return (
    `{"id":"pi_3M${upperHex}${draw.int(1_000_000, 9_999_999)}","object":"payment_intent","amount":${paise},"amount_capturable":0,"amount_received":${isPaid ? paise : 0},` +
    `"capture_method":"automatic","confirmation_method":"automatic","created":${epoch - draw.int(10, 300)},"currency":"inr","customer":"cus_${draw.int(10_000_000, 99_999_999)}",` +
    `"description":"Jewellery","last_payment_error":${isPaid ? 'null' : '{"code":"card_declined","type":"card_error"}'},"latest_charge":"ch_3M${upperHex}${draw.int(1_000_000, 9_999_999)}",` +
    `"livemode":true,"metadata":{"tenant":"${tenant}"},"payment_method":"pm_1M${upperHex}","payment_method_types":["card"],"receipt_email":"${mail}",` +
    `"status":"${isPaid ? 'succeeded' : 'requires_payment_method'}"}`
  );
}

function payload(event: string, facts: Readonly<EventFacts>): string {
  const { draw, epoch, deliveryId } = facts;
  return (
    `{"id":"${deliveryId}","object":"event","api_version":"2022-11-15","created":${epoch},"data":{"object":${intent(event, facts)}},` +
    `"livemode":true,"pending_webhooks":1,"request":{"id":"req_${draw.int(10_000_000, 99_999_999)}","idempotency_key":"order-${draw.int(10_000, 99_999)}"},"type":"${event}"}`
  );
}

export const stripe: WebhookSource = {
  name: 'stripe',
  percent: 5,
  events: ['payment_intent.succeeded', 'payment_intent.succeeded', 'payment_intent.payment_failed'],
  deliveryId: ({ upperHex, draw }) => `evt_3M${upperHex}${hexUpper(draw.int(0, 0xffff_ffff))}`,
  payload,
};
