import { type Sender, shortHeader } from '../sender.ts';
import { hmacCheck } from './hmac.ts';

/**
 * WooCommerce signs the body alone, without a time. Its id of a delivery is made of the webhook's and the second, so all that one
 * webhook tells in one second have the same: they are known by their bytes, which a replay cannot change.
 */
export const woocommerce: Sender = {
  source: 'woocommerce',
  check: hmacCheck({ header: 'x-wc-webhook-signature', algorithm: 'sha256', encoding: 'base64' }),
  deliveryId: () => null,
  eventType: (headers) => shortHeader(headers, 'x-wc-webhook-topic'),
};

const form = 'application/x-www-form-urlencoded';

/** The form without a signature that the shop sends when a webhook is made: it wants 200 and tells of nothing. */
export function isPing(contentType: string | undefined, raw: Buffer): boolean {
  if (!contentType?.toLowerCase().startsWith(form) || raw.length > 40) return false;
  return /^webhook_id=\d{1,20}$/.test(raw.toString('latin1'));
}
