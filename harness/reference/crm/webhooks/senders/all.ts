import type { OutsideConfig } from '../../outside-config.ts';
import { secretFor } from '../../secrets.ts';
import type { Sender } from '../sender.ts';
import type { WebhookSource } from '../sources.ts';
import { dukaan, quicksell } from './catalogues.ts';
import { paypalWith } from './paypal.ts';
import { createCertificates } from './paypal-certificates.ts';
import { razorpay } from './razorpay.ts';
import { shopify } from './shopify.ts';
import { stripe } from './stripe.ts';
import { telephony } from './telephony.ts';
import { waha } from './waha.ts';
import { woocommerce } from './woocommerce.ts';

/** All senders. One more is one more line. */
export function sendersOf({ paypalCertHosts }: OutsideConfig): ReadonlyMap<WebhookSource, Sender> {
  const paypal = paypalWith(createCertificates(paypalCertHosts));
  const all = [waha, telephony, shopify, woocommerce, dukaan, quicksell, razorpay, stripe, paypal];
  return new Map(all.map((sender) => [sender.source, sender]));
}

/** What a sender and the CRM both know for a tenant, as the contract says. */
export function sharedSecret(outside: OutsideConfig, tenant: string, source: WebhookSource): string {
  if (source === 'telephony') return outside.telephony.webhookSecret;
  if (source === 'paypal') return `webhook:${tenant}:paypal`;
  return secretFor(outside.secret, 'webhook', tenant, source);
}
