import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Refused } from '../refused.ts';
import type { Sender } from '../sender.ts';
import { testCertificate } from '../testing/paypal-certificate.ts';
import { dukaan, quicksell } from './catalogues.ts';
import { paypalWith } from './paypal.ts';
import { razorpay } from './razorpay.ts';
import { shopify } from './shopify.ts';
import { stripe } from './stripe.ts';
import { telephony } from './telephony.ts';
import { waha } from './waha.ts';
import { woocommerce } from './woocommerce.ts';

/** Computed with openssl, apart from one: WAHA's is of its own documentation. */
const order = '{"id":5,"total_price":"100.00"}';
const base64 = 'cgBUfrMdnH+J99QooMyJ6n4T85bPNzRWdRae8i/0k5w=';
const hex = '7200547eb31d9c7f89f7d428a0cc89ea7e13f396cf37345675169ef22ff4939c';
const stripeHex = '9e46f01fce6b97c36d38f60cd60ee1e5adc1ab2100b6405152c6e3d48fca9124';
const wahaHex =
  '208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89';
const wahaBody = '{"event":"message","session":"default","engine":"WEBJS"}';
const paypalSignature =
  'ssng36jbbMFRXgTgG2X1nq0QPx4ejBaJ1Ku4aVJoQtzSr3fjQOtbQE5weZJDOsQA5gUKH6v2qVqXuWyQwl2pa0VZVNoypB0IJzZx5UvLrrpl6kPVgiG1WsJBTiqEjA6sU9W8FOuUN2VnhxXwlrnytxPQ36i+gTUt0hsi6IXBgmya0ie9GLWh+KhWJayIsLEDimpmnTedlEHML2l/CPBSoPks0QJIV9gx97mul53rnYYrZikAVP4R/xi9bTSHBToTUf470KmNZsKOijBnPZdeC+lXoUVEwmHtZCccib12VCZVxLw8aZBYBkrCYe333ZTjLauJOkLrXl2rQJ2wtdb11g==';
const paypal = paypalWith({ keyAt: async () => new X509Certificate(testCertificate).publicKey });
const signedAt = Date.parse('2026-11-26T06:00:00Z');

const vectors: [Sender, string, string, string, Record<string, string>, number][] = [
  [shopify, 'x-shopify-hmac-sha256', base64, order, {}, 0],
  [woocommerce, 'x-wc-webhook-signature', base64, order, {}, 0],
  [razorpay, 'x-razorpay-signature', hex, order, {}, 0],
  [dukaan, 'x-dukaan-signature', hex, order, {}, 0],
  [quicksell, 'x-quicksell-signature', hex, order, {}, 0],
  [waha, 'x-webhook-hmac', wahaHex, wahaBody, {}, 0],
  [telephony, 'x-webhook-secret', 'shop-secret', order, {}, 0],
  [stripe, 'stripe-signature', `t=1700000000,v1=${stripeHex}`, '{"id":"evt_1"}', {}, 1_700_000_100_000],
  [
    ...([paypal, 'paypal-transmission-sig', paypalSignature, '{"id":"WH-1"}'] as const),
    {
      'paypal-transmission-id': 'TX-1',
      'paypal-transmission-time': '2026-11-26T06:00:00Z',
      'paypal-cert-url': 'https://api.paypal.com/cert',
      'paypal-auth-algo': 'SHA256withRSA',
    },
    signedAt,
  ],
];
const secrets: Record<string, string> = { waha: 'my-secret-key', paypal: 'webhook:sarkar:paypal' };

async function reasonOf(
  sender: Sender,
  headers: Record<string, string>,
  body: string | Buffer,
  nowMs: number,
  secret = secrets[sender.source] ?? 'shop-secret',
): Promise<string | null> {
  try {
    await sender.check({ headers, raw: Buffer.from(body), tenant: 'sarkar', nowMs }, secret);
    return null;
  } catch (error) {
    expect((error as Refused).status).toBe(401);
    return (error as Refused).reason;
  }
}

it.each(vectors)('$source: takes a signature computed elsewhere, and no other', async (...vector) => {
  const [sender, header, signature, body, more, nowMs] = vector;
  const headers = { ...more, [header]: signature };
  expect(await reasonOf(sender, headers, body, nowMs)).toBeNull();
  expect(await reasonOf(sender, more, body, nowMs), 'no header').toBe('unsigned');
  expect(await reasonOf(sender, { ...more, [header]: '' }, body, nowMs), 'empty').toBe('unsigned');
  expect(await reasonOf(sender, headers, body, nowMs, 'of another'), 'another secret').toBe('signature');
  expect(await reasonOf(sender, headers, body, nowMs, ''), 'no secret').toBe('signature');
  // the last character of base64 before its = has bits that count for nothing
  const at = signature.length - 5;
  const other = signature[at] === 'a' ? 'b' : 'a';
  const changed = signature.slice(0, at) + other + signature.slice(at + 1);
  expect(await reasonOf(sender, { ...more, [header]: changed }, body, nowMs), 'signature').toBe('signature');
  if (sender === telephony) return;
  for (let byte = 0; byte < body.length; byte++) {
    const flipped = Buffer.from(body);
    flipped[byte] = (flipped[byte] as number) ^ 1;
    expect(await reasonOf(sender, headers, flipped, nowMs), `byte ${byte}`).toBe('signature');
  }
  expect(await reasonOf(sender, headers, body.slice(0, -1), nowMs), 'cut').toBe('signature');
});

it('telephony: no secret is known, so nobody has it', async () => {
  expect(await reasonOf(telephony, { 'x-webhook-secret': 'x' }, order, 0, '')).toBe('signature');
});

it('Stripe: 300 seconds either way, one of several signatures, and nothing but v1', async () => {
  const with_ = (value: string, nowMs: number) =>
    reasonOf(stripe, { 'stripe-signature': value }, '{"id":"evt_1"}', nowMs);
  const t = 1_700_000_000;
  const good = `t=${t},v1=${stripeHex}`;
  expect(await with_(good, (t + 300) * 1_000)).toBeNull();
  expect(await with_(good, (t - 300) * 1_000)).toBeNull();
  expect(await with_(good, (t + 301) * 1_000)).toBe('late');
  expect(await with_(good, (t - 301) * 1_000)).toBe('late');
  expect(await with_(`t=${t},v1=${'0'.repeat(64)},v1=${stripeHex}`, t * 1_000)).toBeNull();
  expect(await with_(`t=${t},v0=${stripeHex}`, t * 1_000)).toBe('signature');
  expect(await with_(`t=${t + 1},v1=${stripeHex}`, t * 1_000)).toBe('signature');
  expect(await with_(`v1=${stripeHex}`, t * 1_000)).toBe('signature');
  expect(await with_('t=NaN,v1=', t * 1_000)).toBe('signature');
});

it('PayPal: three days for a retry, five minutes ahead, one algorithm', async () => {
  const headers = { ...(vectors.at(-1)?.[4] ?? {}), 'paypal-transmission-sig': paypalSignature };
  const at = (nowMs: number, more = {}) => reasonOf(paypal, { ...headers, ...more }, '{"id":"WH-1"}', nowMs);
  expect(await at(signedAt + 73 * 3_600_000)).toBeNull();
  expect(await at(signedAt + 73 * 3_600_000 + 1)).toBe('late');
  expect(await at(signedAt - 5 * 60_000 - 1)).toBe('late');
  expect(await at(signedAt, { 'paypal-transmission-time': 'soon' })).toBe('late');
  expect(await at(signedAt, { 'paypal-transmission-time': '2026-11-26T06:00:01Z' })).toBe('signature');
  expect(await at(signedAt, { 'paypal-transmission-id': 'TX-2' })).toBe('signature');
  expect(await at(signedAt, { 'paypal-auth-algo': 'none' })).toBe('signature');
});
