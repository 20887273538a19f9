import { hexLower } from '../../values/hex.ts';
import { priceInr } from '../../values/pricing.ts';
import { articles } from './articles.ts';
import { isoText } from './iso-time.ts';
import type { EventFacts, WebhookSource } from './webhook-source.ts';

const paidBy: Readonly<Record<string, string>> = {
  'orders/create': 'pending',
  'orders/paid': 'paid',
  'orders/updated': 'paid',
  'orders/cancelled': 'voided',
};

function payload(event: string, facts: Readonly<EventFacts>): string {
  const { draw, tenant, phone, mail, name, place, inrPerGram24k } = facts;
  const time = isoText(facts.moment);
  const article = draw.pick(articles);
  const { title, sku, grams } = article;
  const amountInr = priceInr(article, inrPerGram24k);
  const number = draw.int(1_001, 99_999);
  const cancelled = event === 'orders/cancelled' ? `"${time}"` : 'null';
  const space = name.indexOf(' ');
  const given = name.slice(0, space);
  const family = name.slice(space + 1);
  return (
    `{"id":54${draw.int(10_000_000, 99_999_999)}${draw.int(100, 999)},"name":"#${number}","order_number":${number},"email":"${mail}","phone":"${phone}",` +
    `"created_at":"${time}","updated_at":"${time}","cancelled_at":${cancelled},"currency":"INR","total_price":"${amountInr}.00",` +
    `"subtotal_price":"${amountInr}.00","total_discounts":"0.00","taxes_included":true,"financial_status":"${paidBy[event]}","fulfillment_status":null,` +
    `"customer":{"id":72${draw.int(100_000_000, 999_999_999)},"first_name":"${given}","last_name":"${family}","phone":"${phone}","tags":"online"},` +
    `"line_items":[{"id":13${draw.int(100_000_000, 999_999_999)},"sku":"${sku}","title":"${title}","quantity":1,"price":"${amountInr}.00","grams":${grams}}],` +
    `"shipping_address":{"name":"${name}","city":"${place.city}","country":"India","country_code":"IN","phone":"${phone}"},` +
    `"note_attributes":[{"name":"tenant","value":"${tenant}"}],"source_name":"web","test":false}`
  );
}

export const shopify: WebhookSource = {
  name: 'shopify',
  percent: 12,
  events: [
    'orders/create',
    'orders/create',
    'orders/paid',
    'orders/updated',
    'orders/updated',
    'orders/cancelled',
  ],
  // In the form of a UUID of version 4.
  deliveryId({ draw, lowerHex }) {
    const a = hexLower(draw.int(0, 0xffff_ffff));
    const b = hexLower(draw.int(0, 0xffff_ffff));
    return `${lowerHex}-${a.slice(0, 4)}-4${a.slice(5)}-a${b.slice(1, 4)}-${b.slice(4)}${hexLower(draw.int(0, 0xffff_ffff))}`;
  },
  payload,
};
