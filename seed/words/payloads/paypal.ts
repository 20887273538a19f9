import { hexUpper } from '../../values/hex.ts';
import { isoText } from './iso-time.ts';
import type { EventFacts, WebhookSource } from './webhook-source.ts';

const states: Readonly<Record<string, string>> = {
  'PAYMENT.CAPTURE.COMPLETED': 'COMPLETED',
  'PAYMENT.CAPTURE.DENIED': 'DECLINED',
};

function payload(event: string, facts: Readonly<EventFacts>): string {
  const { draw, tenant, amountInr, upperHex, deliveryId } = facts;
  const time = isoText(facts.moment);
  // Customers abroad pay in dollars; 85 rupees each.
  const cents = Math.floor((amountInr * 100) / 85);
  const fee = Math.floor(cents / 25);
  const capture = `${upperHex}${draw.int(100_000_000, 999_999_999)}`;
  const status = states[event] as string;
  return (
    `{"id":"${deliveryId}","event_version":"1.0","create_time":"${time}","resource_type":"capture","resource_version":"2.0",` +
    `"event_type":"${event}","summary":"Payment of USD ${dollars(cents)}: ${status}","resource":{"id":"${capture}","status":"${status}",` +
    `"amount":{"currency_code":"USD","value":"${dollars(cents)}"},"final_capture":true,"seller_protection":{"status":"ELIGIBLE","dispute_categories":["ITEM_NOT_RECEIVED"]},` +
    `"seller_receivable_breakdown":{"gross_amount":{"currency_code":"USD","value":"${dollars(cents)}"},"paypal_fee":{"currency_code":"USD","value":"${dollars(fee)}"},` +
    `"net_amount":{"currency_code":"USD","value":"${dollars(cents - fee)}"}},"supplementary_data":{"related_ids":{"order_id":"${draw.int(100_000_000, 999_999_999)}"}},` +
    `"custom_id":"${tenant}","create_time":"${time}","update_time":"${time}"},"links":[{"href":"https://gateway.example/v2/captures/${capture}","rel":"self","method":"GET"}]}`
  );
}

function dollars(cents: number): string {
  const whole = Math.floor(cents / 100);
  const rest = cents - whole * 100;
  return `${whole}.${rest < 10 ? '0' : ''}${rest}`;
}

export const paypal: WebhookSource = {
  name: 'paypal',
  percent: 3,
  events: ['PAYMENT.CAPTURE.COMPLETED', 'PAYMENT.CAPTURE.COMPLETED', 'PAYMENT.CAPTURE.DENIED'],
  deliveryId: ({ upperHex, draw }) => `WH-${upperHex}-${hexUpper(draw.int(0, 0xffff_ffff))}`,
  payload,
};
