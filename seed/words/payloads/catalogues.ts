import { hexLower } from '../../values/hex.ts';
import { priceInr } from '../../values/pricing.ts';
import { pinCode } from '../places.ts';
import { type Article, articles } from './articles.ts';
import { isoText } from './iso-time.ts';
import type { EventFacts, WebhookSource } from './webhook-source.ts';

const modes = ['prepaid', 'prepaid', 'cod', 'partial'];
const pages = ['instagram', 'whatsapp', 'facebook', 'direct'];

/** Two articles, one of each, as JSON of a list. */
function products(first: Priced, second: Priced): string {
  return `[${line(first)},${line(second)}]`;
}

function line({ article: { title, sku }, price }: Priced): string {
  return `{"name":"${title}","sku":"${sku}","price":${price},"quantity":1,"image":"https://shop.example/p/${sku}.jpg"}`;
}

interface Priced {
  article: Article;
  price: number;
}

function drawPriced({ draw, inrPerGram24k }: Readonly<EventFacts>): Priced {
  const article = draw.pick(articles);
  return { article, price: priceInr(article, inrPerGram24k) };
}

function dukaanOrder(event: string, facts: Readonly<EventFacts>): string {
  const { draw, tenant, phone, mail, name, place, moment, lowerHex } = facts;
  const first = drawPriced(facts);
  const second = drawPriced(facts);
  const total = first.price + second.price;
  return (
    `{"event":"${event}","order_id":"${draw.int(1_000_000, 9_999_999)}","uuid":"${lowerHex}","order_date":"${isoText(moment)}","status":"${event === 'order.created' ? 'pending' : 'accepted'}",` +
    `"payment_mode":"${draw.pick(modes)}","channel":"${draw.pick(pages)}","customer":{"name":"${name}","phone":"${phone}","email":"${mail}",` +
    `"address":{"line":"${draw.int(1, 99)}, Main Road","city":"${place.city}","pin":"${pinCode(place, draw)}","country":"India"}},` +
    `"amounts":{"sub_total":${total},"delivery_charge":0,"discount":0,"grand_total":${total}},"products":${products(first, second)},` +
    `"custom_fields":{"store":"${tenant}","gift_wrap":"no","message":"Please call before delivery"}}`
  );
}

/** No format of this one is published: a form of our own. */
function quickSellOrder(event: string, facts: Readonly<EventFacts>): string {
  const { draw, tenant, phone, mail, name, place, epoch, lowerHex } = facts;
  const first = drawPriced(facts);
  const second = drawPriced(facts);
  return (
    `{"type":"${event}","id":"${lowerHex}","company":"${tenant}","catalogue":{"id":"c${draw.int(100, 999)}","title":"New arrivals"},` +
    `"created_at":${epoch},"visitor":{"name":"${name}","phone":"${phone}","email":"${mail}","city":"${place.city}","source":"${draw.pick(pages)}"},` +
    `"order":{"number":"QS-${draw.int(10_000, 99_999)}","currency":"INR","total":${first.price + second.price},"items":${products(first, second)},"notes":"Wants to see the pieces in the store first"},` +
    `"activity":{"opened":${draw.int(1, 9)},"seconds_on_catalogue":${draw.int(20, 900)},"products_viewed":${draw.int(2, 40)}}}`
  );
}

export const dukaan: WebhookSource = {
  name: 'dukaan',
  percent: 4,
  events: ['order.created', 'order.updated'],
  deliveryId: ({ lowerHex, draw }) => lowerHex + hexLower(draw.int(0, 0xffff_ffff)),
  payload: dukaanOrder,
};

export const quickSell: WebhookSource = {
  name: 'quicksell',
  percent: 3,
  events: ['order.placed', 'order.placed', 'catalogue.enquiry'],
  deliveryId: ({ lowerHex, draw }) => `qs_${lowerHex}${hexLower(draw.int(0, 0xffff_ffff))}`,
  payload: quickSellOrder,
};
