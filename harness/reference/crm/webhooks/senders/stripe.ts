import { createHmac } from 'node:crypto';
import { sameText } from '../../secrets.ts';
import { idAt, textAt } from '../fields.ts';
import { forged, late } from '../refused.ts';
import { type Delivery, requiredHeader, type Sender } from '../sender.ts';

/** Seconds that the time of the signature may differ from ours, either way: what Stripe's own library allows. */
const toleranceS = 300;
/** While a secret is changed there are two; more would be a way to have us compute. */
const mostSignatures = 8;

export const stripe: Sender = {
  source: 'stripe',
  check: checkStripe,
  deliveryId: (_, body) => idAt(body, 'id'),
  eventType: (_, body) => textAt(body, ['type'], 80),
};

/** `t=<seconds>,v1=<hex>[,v1=<hex>]`: the time is signed with the body, so a replay is late after five minutes. */
function checkStripe({ headers, raw, nowMs }: Delivery, secret: string): void {
  const parts = requiredHeader(headers, 'stripe-signature')
    .split(',')
    .map((part) => part.trim());
  const time = parts.find((part) => part.startsWith('t='))?.slice(2) ?? '';
  const given = parts.filter((part) => part.startsWith('v1=')).slice(0, mostSignatures);
  if (!/^\d{1,12}$/.test(time)) throw forged();
  const wanted = createHmac('sha256', secret).update(`${time}.`).update(raw).digest('hex');
  if (!given.some((part) => sameText(part.slice(3), wanted))) throw forged();
  if (Math.abs(nowMs / 1_000 - Number(time)) > toleranceS) throw late();
}
