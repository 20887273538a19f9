import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Crm } from '../crm.ts';
import { answerTo } from '../faults.ts';
import { nobodyOutside } from '../outside-config.ts';
import { webhookRoutes } from './routes.ts';
import { sharedSecret } from './senders/all.ts';
import { type WebhookSource, webhookSources } from './sources.ts';
import { testCertificate } from './testing/paypal-certificate.ts';
import { signedHeaders } from './testing/sign.ts';

const tenants = ['mangatrai', 'sarkar'];
/** Inserts, by what the database would refuse a second time. */
const kept = new Map<string, number>();
const handedIn: string[] = [];
const server = createServer((_, response) => response.end(testCertificate));
let app: FastifyInstance;
let certificateUrl = '';
let outside = { ...nobodyOutside, telephony: { ...nobodyOutside.telephony, webhookSecret: 'of-telephony' } };

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  certificateUrl = `http://${host}/cert`;
  outside = { ...outside, paypalCertHosts: [host] };
  app = fastify({ bodyLimit: 1_000 });
  app.decorateRequest('databaseTime');
  app.setErrorHandler((thrown, _, reply) => {
    const { status, error } = answerTo(thrown);
    return reply.code(status).send({ error });
  });
  webhookRoutes(app, fakeCrm());
});
afterAll(async () => {
  const quiet = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await app.close();
  quiet.mockRestore();
  server.close();
});
beforeEach(() => {
  kept.clear();
  handedIn.length = 0;
});

function fakeCrm(): Crm {
  const query = async (_: string, [tenant, source, , delivery]: unknown[]) => {
    if (delivery === 'evt_away') throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
    const name = `${tenant} ${source} ${delivery}`;
    kept.set(name, (kept.get(name) ?? 0) + 1);
    return [{ id: kept.size, isNew: kept.get(name) === 1 }];
  };
  const fake = {
    outside,
    tenants: { idOf: async (slug: string) => tenants.indexOf(slug) + 1 || null },
    primary: { bare: (_: unknown, sql: string, values: unknown[]) => query(sql, values) },
    jobs: {
      addMany: async (_: string, jobs: { id: string }[]) => handedIn.push(...jobs.map(({ id }) => id)),
    },
    redis: { eval: async () => [] },
  };
  return fake as unknown as Crm;
}

const body = '{"id":"evt_1","event":"x"}';

interface Change {
  tenant?: string;
  source?: string;
  /** Whose secret signs. */
  signer?: { tenant?: string; source?: WebhookSource };
  signed?: string | Buffer;
  sent?: string | Buffer;
  headers?: Record<string, string | undefined>;
  nowMs?: number;
}

async function post(source: WebhookSource, change: Change = {}) {
  const { tenant = 'sarkar', signer = {}, signed = body, nowMs = Date.now() } = change;
  const secret = sharedSecret(outside, signer.tenant ?? tenant, signer.source ?? source);
  const signing = { secret, body: signed, nowMs, deliveryId: 'd-1', certificateUrl };
  const headers = { ...signedHeaders(source, signing), ...change.headers };
  const answer = await app.inject({
    method: 'POST',
    url: `/webhooks/${tenant}/${change.source ?? source}`,
    headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
    payload: change.sent ?? signed,
  });
  return { status: answer.statusCode, body: answer.json() };
}

describe.each(webhookSources)('%s', (source) => {
  it('is taken once; the same delivery again is answered with 200 and handed in no second time', async () => {
    const answers = [await post(source), await post(source)];
    expect(answers).toEqual([
      { status: 200, body: { ok: true } },
      { status: 200, body: { ok: true } },
    ]);
    expect([...kept.values()]).toEqual([2]);
    expect(handedIn).toEqual(['w-2-1']);
  });

  it('is refused where another tenant, another source or nobody signed it', async () => {
    const another = { signer: { tenant: 'mangatrai' } };
    if (source !== 'telephony') expect((await post(source, another)).status).toBe(401);
    const other = source === 'shopify' ? 'woocommerce' : 'shopify';
    expect((await post(source, { signer: { source: other } })).status).toBe(401);
    expect((await post(source, { source: other })).status, 'at the address of another').toBe(401);
    const unsigned = Object.fromEntries(
      Object.keys(signedHeaders(source, { secret: '', body, nowMs: 0 }))
        .filter((name) => name !== 'content-type')
        .map((name) => [name, undefined]),
    );
    expect((await post(source, { headers: unsigned })).status).toBe(401);
    expect(kept.size).toBe(0);
  });

  it('is refused with one byte changed, or cut', async () => {
    if (source === 'telephony') return;
    for (const sent of [body.replace('evt_1', 'evt_2'), body.slice(0, -1), ''])
      expect((await post(source, { sent })).status, sent).toBe(401);
    expect(kept.size).toBe(0);
  });

  it('says 400 or 415 of a body that it signed and that is no JSON object', async () => {
    const bodies = ['{"id":', '[]', '5', '', '['.repeat(100_000), Buffer.from([0x7b, 0xff, 0x7d])];
    for (const signed of bodies)
      expect((await post(source, { signed })).status, String(signed).slice(0, 9)).toBe(400);
    for (const type of ['application/json; charset=utf-16', 'text/xml', 'multipart/form-data; boundary=x'])
      expect((await post(source, { headers: { 'content-type': type } })).status, type).toBe(415);
    expect((await post(source, { headers: { 'content-type': undefined } })).status).toBe(415);
    expect(kept.size).toBe(0);
  });

  it('says 413 of a body of more than a mebibyte, and takes one just below', async () => {
    const of = (bytes: number) => `{"id":"${'x'.repeat(bytes - 9)}"}`;
    expect((await post(source, { signed: of(1024 ** 2 + 1) })).status).toBe(413);
    expect((await post(source, { signed: of(1024 ** 2) })).status).toBe(200);
  });
});

it('a late one of Stripe or PayPal is refused, and one of a clock that is ahead', async () => {
  const day = 24 * 3_600_000;
  expect((await post('stripe', { nowMs: Date.now() - 310_000 })).status).toBe(401);
  expect((await post('stripe', { nowMs: Date.now() + 310_000 })).status).toBe(401);
  expect((await post('paypal', { nowMs: Date.now() - 4 * day })).status).toBe(401);
  expect((await post('paypal', { nowMs: Date.now() - 2 * day })).status).toBe(200);
});

it('says 503 where it cannot be kept, so that the sender tries again', async () => {
  expect((await post('stripe', { signed: '{"id":"evt_away"}' })).status).toBe(503);
  expect(handedIn).toEqual([]);
});

it('an unknown tenant, an unknown source and both are the same 404', async () => {
  const answers = [
    await post('shopify', { tenant: 'nobody' }),
    await post('shopify', { source: 'etsy' }),
    await post('shopify', { tenant: 'nobody', source: 'etsy' }),
    await post('shopify', { source: 'mail' }),
    await post('shopify', { source: '__proto__' }),
  ];
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set(['{"status":404,"body":{"error":"no such address"}}']),
  );
});

it("WooCommerce's ping is answered and not kept; nobody else's form is", async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded', 'x-wc-webhook-signature': undefined };
  const ping = (source: WebhookSource, sent: string) => post(source, { sent, headers: form });
  expect((await ping('woocommerce', 'webhook_id=17')).status).toBe(200);
  expect((await ping('woocommerce', 'webhook_id=17&order=5')).status).toBe(401);
  expect((await ping('shopify', 'webhook_id=17')).status).toBe(401);
  expect(kept.size).toBe(0);
});

it('a refusal is one log line of source, tenant and reason: no secret, no signature, no body', async () => {
  const lines: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  const redis = { eval: async () => [] };
  const own = fastify();
  own.decorateRequest('databaseTime');
  webhookRoutes(own, { ...fakeCrm(), redis } as unknown as Crm);
  const secret = 'made-up-signature';
  for (let i = 0; i < 50; i++)
    await own.inject({
      method: 'POST',
      url: `/webhooks/sarkar/shopify`,
      headers: { 'content-type': 'application/json', 'x-shopify-hmac-sha256': secret },
      payload: '{"phone":"9848012345"}',
    });
  await own.inject({ method: 'POST', url: `/webhooks/made-up-tenant/made-up-source`, payload: {} });
  await own.close();
  spy.mockRestore();
  expect(lines).toEqual(['crm: webhooks refused: shopify of sarkar (signature) 50, unknown (address) 1\n']);
});
