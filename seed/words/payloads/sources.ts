import { dukaan, quickSell } from './catalogues.ts';
import { paypal } from './paypal.ts';
import { razorpay } from './razorpay.ts';
import { shopify } from './shopify.ts';
import { stripe } from './stripe.ts';
import { waha } from './waha.ts';
import type { WebhookSource } from './webhook-source.ts';
import { woocommerce } from './woocommerce.ts';

export const webhookSources: readonly WebhookSource[] = [
  waha,
  razorpay,
  shopify,
  woocommerce,
  stripe,
  dukaan,
  paypal,
  quickSell,
];

/** A hundred places, so that a draw of one of them gives each source as often as it calls. */
export const webhookCallers: readonly WebhookSource[] = webhookSources.flatMap((source) =>
  new Array<WebhookSource>(source.percent).fill(source),
);
