import { hexLower } from '../../values/hex.ts';
import { priceInr } from '../../values/pricing.ts';
import { articles } from './articles.ts';
import { isoText } from './iso-time.ts';
import type { EventFacts, WebhookSource } from './webhook-source.ts';

const states = ['processing', 'processing', 'completed', 'on-hold', 'pending'];

function payload(event: string, facts: Readonly<EventFacts>): string {
  const { draw, tenant, phone, mail, name, place, inrPerGram24k } = facts;
  const time = isoText(facts.moment);
  const article = draw.pick(articles);
  const { title, sku } = article;
  const amountInr = priceInr(article, inrPerGram24k);
  const number = draw.int(2_000, 99_999);
  const tax = Math.floor((amountInr * 3) / 103);
  const local = time.slice(0, 19);
  const space = name.indexOf(' ');
  const person = `"first_name":"${name.slice(0, space)}","last_name":"${name.slice(space + 1)}","city":"${place.city}","country":"IN"`;
  const status = event === 'order.created' ? 'pending' : draw.pick(states);
  return (
    `{"id":${number},"parent_id":0,"number":"${number}","order_key":"wc_order_${hexLower(draw.int(0, 0xffff_ffff))}","created_via":"checkout","version":"7.2.2",` +
    `"status":"${status}","currency":"INR","date_created":"${local}","date_modified":"${local}","discount_total":"0.00","shipping_total":"0.00",` +
    `"total":"${amountInr}.00","total_tax":"${tax}.00","prices_include_tax":true,"customer_id":${draw.int(1, 9_999)},` +
    `"billing":{${person},"email":"${mail}","phone":"${phone}"},"shipping":{${person}},` +
    `"payment_method":"razorpay","payment_method_title":"UPI, cards and net banking",` +
    `"meta_data":[{"id":${draw.int(10_000, 99_999)},"key":"tenant","value":"${tenant}"}],` +
    `"line_items":[{"id":${draw.int(1_000, 99_999)},"name":"${title}","product_id":${draw.int(100, 999)},"variation_id":0,"quantity":1,"sku":"${sku}","total":"${amountInr - tax}.00","total_tax":"${tax}.00"}],` +
    `"tax_lines":[{"rate_code":"IN-GST-3","label":"GST","tax_total":"${tax}.00"}],"refunds":[]}`
  );
}

export const woocommerce: WebhookSource = {
  name: 'woocommerce',
  percent: 8,
  events: ['order.created', 'order.updated', 'order.updated'],
  deliveryId: ({ draw, lowerHex }) =>
    lowerHex +
    hexLower(draw.int(0, 0xffff_ffff)) +
    hexLower(draw.int(0, 0xffff_ffff)) +
    hexLower(draw.int(0, 0xffff_ffff)),
  payload,
};
