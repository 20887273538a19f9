import { createHmac, createSign } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { WebhookSource } from '../sources.ts';
import { testCertificateKey } from './paypal-certificate.ts';

/** How a sender signs: written from what each publishes, not from how the CRM checks it. */
export interface Signing {
  /** What the sender and the CRM share; PayPal's is the id of the webhook. */
  secret: string;
  body: string | Buffer;
  nowMs: number;
  /** What the sender calls the delivery, where it says so in a header. */
  deliveryId?: string;
  topic?: string;
  /** Where PayPal's certificate is. */
  certificateUrl?: string;
}

type Headers = Record<string, string>;

const hmac = (algorithm: string, encoding: 'hex' | 'base64', { secret, body }: Signing, before = '') =>
  createHmac(algorithm, secret).update(before).update(body).digest(encoding);

const signers: Record<WebhookSource, (signing: Signing) => Headers> = {
  shopify: (s) => ({
    'x-shopify-hmac-sha256': hmac('sha256', 'base64', s),
    'x-shopify-webhook-id': s.deliveryId ?? '',
    'x-shopify-topic': s.topic ?? 'orders/updated',
    'x-shopify-triggered-at': new Date(s.nowMs).toISOString(),
  }),
  woocommerce: (s) => ({
    'x-wc-webhook-signature': hmac('sha256', 'base64', s),
    'x-wc-webhook-delivery-id': s.deliveryId ?? '',
    'x-wc-webhook-topic': s.topic ?? 'order.updated',
  }),
  dukaan: (s) => ({ 'x-dukaan-signature': hmac('sha256', 'hex', s) }),
  quicksell: (s) => ({ 'x-quicksell-signature': hmac('sha256', 'hex', s) }),
  razorpay: (s) => ({
    'x-razorpay-signature': hmac('sha256', 'hex', s),
    'x-razorpay-event-id': s.deliveryId ?? '',
  }),
  stripe(s) {
    const seconds = Math.floor(s.nowMs / 1_000);
    return { 'stripe-signature': `t=${seconds},v1=${hmac('sha256', 'hex', s, `${seconds}.`)}` };
  },
  paypal: signPaypal,
  waha: (s) => ({
    'x-webhook-hmac': hmac('sha512', 'hex', s),
    'x-webhook-hmac-algorithm': 'sha512',
    'x-webhook-timestamp': String(s.nowMs),
  }),
  telephony: (s) => ({ 'x-webhook-secret': s.secret }),
};

/** The headers of a delivery as its sender sends it. */
export function signedHeaders(source: WebhookSource, signing: Signing): Headers {
  return { 'content-type': 'application/json', ...signers[source](signing) };
}

function signPaypal({ secret, body, nowMs, deliveryId = 'TX-1', certificateUrl = '' }: Signing): Headers {
  const time = new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const signer = createSign('RSA-SHA256').update(`${deliveryId}|${time}|${secret}|${crc32(body)}`);
  return {
    'paypal-transmission-id': deliveryId,
    'paypal-transmission-time': time,
    'paypal-transmission-sig': signer.sign(testCertificateKey, 'base64'),
    'paypal-cert-url': certificateUrl,
    'paypal-auth-algo': 'SHA256withRSA',
  };
}
