/** Who sends webhooks that this route takes; those about mails have a route of their own. */
export const webhookSources = [
  'waha',
  'telephony',
  'shopify',
  'woocommerce',
  'dukaan',
  'quicksell',
  'razorpay',
  'stripe',
  'paypal',
] as const;

export type WebhookSource = (typeof webhookSources)[number];

/** Whether a word of an address is one of them. */
export function isWebhookSource(word: string): word is WebhookSource {
  return (webhookSources as readonly string[]).includes(word);
}
