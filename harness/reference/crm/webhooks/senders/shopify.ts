import { type Sender, shortHeader } from '../sender.ts';
import { hmacCheck } from './hmac.ts';

/**
 * Shopify signs the body and nothing else. So neither its time (`X-Shopify-Triggered-At`) nor its topic nor the id of the
 * delivery prove anything: a replay with another id is one more event, and it is the booking, by what the body says of the
 * order, that does not do it twice.
 */
export const shopify: Sender = {
  source: 'shopify',
  check: hmacCheck({ header: 'x-shopify-hmac-sha256', algorithm: 'sha256', encoding: 'base64' }),
  deliveryId: (headers) => shortHeader(headers, 'x-shopify-webhook-id'),
  eventType: (headers) => shortHeader(headers, 'x-shopify-topic'),
};
