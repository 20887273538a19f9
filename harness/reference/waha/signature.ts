import { createHmac } from 'node:crypto';

/** Hex of HMAC-SHA512 over the raw body, as in `X-Webhook-Hmac`. */
export function signatureOf(body: string, key: string): string {
  return createHmac('sha512', key).update(body).digest('hex');
}
