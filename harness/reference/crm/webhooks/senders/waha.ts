import { idAt, textAt } from '../fields.ts';
import type { Sender } from '../sender.ts';
import { hmacCheck } from './hmac.ts';

/**
 * WAHA signs the body alone. `X-Webhook-Timestamp` is not signed, so it proves nothing and is not looked at. The event's id is
 * in the body: a replay is known by it for as long as the event is kept.
 */
export const waha: Sender = {
  source: 'waha',
  check: hmacCheck({ header: 'x-webhook-hmac', algorithm: 'sha512', encoding: 'hex' }),
  deliveryId: (_, body) => idAt(body, 'id'),
  eventType: (_, body) => textAt(body, ['event'], 80),
};
