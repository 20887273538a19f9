import { hexLower } from '../../values/hex.ts';
import { articles } from './articles.ts';
import { isoText } from './iso-time.ts';
import type { EventFacts, WebhookSource } from './webhook-source.ts';

const modes = ['prepaid', 'prepaid', 'cod', 'partial'];
const pages = ['instagram', 'whatsapp', 'facebook', 'direct'];

function products({ draw, amountInr }: Readonly<EventFacts>): string {
  const first = draw.pick(articles);
  const second = draw.pick(articles);
  const part = Math.floor((amountInr * 3) / 5);
  return (
    `[{"name":"${first.title}","sku":"${first.sku}","price":${part},"quantity":1,"image":"https://shop.example/p/${first.sku}.jpg"},` +
    `{"name":"${second.title}","sku":"${second.sku}","price":${amountInr - part},"quantity":1,"image":"https://shop.example/p/${second.sku}.jpg"}]`
  );
}

function dukaanOrder(event: string, facts: Readonly<EventFacts>): string {
  const { draw, tenant, phone, mail, name, city, amountInr, moment, lowerHex } = facts;
  return (
    `{"event":"${event}","order_id":"${draw.int(1_000_000, 9_999_999)}","uuid":"${lowerHex}","order_date":"${isoText(moment)}","status":"${event === 'order.created' ? 'pending' : 'accepted'}",` +
    `"payment_mode":"${draw.pick(modes)}","channel":"${draw.pick(pages)}","customer":{"name":"${name}","phone":"${phone}","email":"${mail}",` +
    `"address":{"line":"${draw.int(1, 99)}, Main Road","city":"${city}","pin":"${draw.int(400_001, 700_156)}","country":"India"}},` +
    `"amounts":{"sub_total":${amountInr},"delivery_charge":0,"discount":0,"grand_total":${amountInr}},"products":${products(facts)},` +
    `"custom_fields":{"store":"${tenant}","gift_wrap":"no","message":"Please call before delivery"}}`
  );
}

/** No format of this one is published: a form of our own. */
function quickSellOrder(event: string, facts: Readonly<EventFacts>): string {
  const { draw, tenant, phone, mail, name, city, amountInr, epoch, lowerHex } = facts;
  return (
    `{"type":"${event}","id":"${lowerHex}","company":"${tenant}","catalogue":{"id":"c${draw.int(100, 999)}","title":"New arrivals"},` +
    `"created_at":${epoch},"visitor":{"name":"${name}","phone":"${phone}","email":"${mail}","city":"${city}","source":"${draw.pick(pages)}"},` +
    `"order":{"number":"QS-${draw.int(10_000, 99_999)}","currency":"INR","total":${amountInr},"items":${products(facts)},"notes":"Wants to see the pieces in the store first"},` +
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
