import { idAt, textAt } from '../fields.ts';
import type { Sender } from '../sender.ts';
import { hmacCheck } from './hmac.ts';

/**
 * Neither of the two publishes how it signs, or what it calls a delivery: a header with the HMAC-SHA256 of the body in hex is
 * our assumption. Dukaan's deliveries have no id, so they are known by their bytes; a replay cannot change those.
 */
export const dukaan: Sender = {
  source: 'dukaan',
  check: hmacCheck({ header: 'x-dukaan-signature', algorithm: 'sha256', encoding: 'hex' }),
  deliveryId: () => null,
  eventType: (_, body) => textAt(body, ['event'], 80),
};

export const quicksell: Sender = {
  source: 'quicksell',
  check: hmacCheck({ header: 'x-quicksell-signature', algorithm: 'sha256', encoding: 'hex' }),
  deliveryId: (_, body) => idAt(body, 'id'),
  eventType: (_, body) => textAt(body, ['type'], 80),
};
