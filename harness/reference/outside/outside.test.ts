import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import webPush from 'web-push';
import { type Outside, startOutside } from './outside.ts';
import type { ToldSubscription } from './subscriptions.ts';

const vapid = { subject: 'mailto:a@b.example', ...webPush.generateVAPIDKeys() };
const others = { subject: 'mailto:a@b.example', ...webPush.generateVAPIDKeys() };
const paypal = { certificate: 'CERTIFICATE', key: 'KEY' };

let outside: Outside;
beforeAll(async () => {
  outside = await startOutside({ paypal });
});
afterAll(() => outside?.close());

const ask = async (method: string, path: string, body?: unknown, origin = outside.adminOrigin) => {
  const answer = await fetch(`${origin}${path}`, {
    method,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text() };
};
const browser = async (applicationServerKey?: string): Promise<ToldSubscription> =>
  JSON.parse((await ask('POST', '/subscriptions', { applicationServerKey })).text);
const ledger = async () => JSON.parse((await ask('GET', '/ledger')).text);

/** A push as the library makes it, changed as a test wants. */
async function push(
  to: ToldSubscription,
  text = '{"id":"1"}',
  change: (request: { headers: Record<string, string>; body: Buffer }) => void = () => {},
  vapidDetails = vapid,
): Promise<number> {
  const made = webPush.generateRequestDetails(to, text, { vapidDetails, TTL: 60, topic: 'a' });
  const headers = Object.fromEntries(
    Object.entries(made.headers).map(([name, value]) => [name, String(value)]),
  );
  const request = { headers, body: made.body };
  delete headers['Content-Length'];
  change(request);
  const answer = await fetch(to.endpoint, { method: 'POST', headers, body: new Uint8Array(request.body) });
  await answer.arrayBuffer();
  return answer.status;
}

describe('the push service', () => {
  it('takes a push, reads it, and knows one that comes again', async () => {
    const to = await browser(vapid.publicKey);
    expect([await push(to), await push(to), await push(to, '{"id":"2"}')]).toEqual([201, 201, 201]);
    expect(await push(await browser())).toBe(201);
    expect(await ledger()).toEqual({ received: 4, accepted: 4, decrypted: 4, doubled: 1, refused: {} });
    const lines = (await ask('GET', '/ledger/entries')).text.trim().split('\n');
    expect(JSON.parse(lines[0] as string)).toMatchObject({ subscriptionId: to.id, payload: { id: '1' } });
  });

  it.each<[string, number, Parameters<typeof push>[2]]>([
    ['without a TTL', 400, ({ headers }) => delete headers.TTL],
    ['with a TTL that is none', 400, ({ headers }) => void Object.assign(headers, { TTL: 'x' })],
    ['without a token', 401, ({ headers }) => delete headers.Authorization],
    [
      'with half a token',
      403,
      ({ headers }) => void Object.assign(headers, { Authorization: 'vapid t=a.b.c' }),
    ],
    [
      'in another coding',
      400,
      ({ headers }) => void Object.assign(headers, { 'Content-Encoding': 'aesgcm' }),
    ],
    ['of a topic that is none', 400, ({ headers }) => void Object.assign(headers, { Topic: 'a b' })],
    ['with too much in it', 413, (request) => void Object.assign(request, { body: Buffer.alloc(4097) })],
  ])('refuses a push %s', async (_, status, change) => {
    expect(await push(await browser(), '{"id":"1"}', change)).toBe(status);
  });

  it('refuses another sender’s key, and what is for nobody', async () => {
    const to = await browser(vapid.publicKey);
    expect(await push(to, '{}', undefined, others)).toBe(403);
    expect(await push({ ...to, endpoint: `${outside.origin}/push/nobody` })).toBe(404);
    expect((await ask('DELETE', `/subscriptions/${to.id}`)).status).toBe(200);
    expect(await push(to)).toBe(410);
  });

  it('counts what a browser cannot read: changed on its way, or for another', async () => {
    const [to, other] = [await browser(), await browser()];
    const before = await ledger();
    await push(to, '{"id":"1"}', ({ body }) => void body.writeUInt8(body[100] === 0 ? 1 : 0, 100));
    await push({ ...to, keys: other.keys });
    const after = await ledger();
    expect(after.decrypted).toBe(before.decrypted);
    expect(after.refused['not decrypted']).toBe(2);
  });

  it('fails as it is told to, so often, and then no more', async () => {
    const to = await browser();
    expect((await ask('POST', '/faults', { kind: '500', times: 2 })).status).toBe(200);
    expect([await push(to), await push(to), await push(to)]).toEqual([500, 500, 201]);
    expect((await ask('POST', '/faults', { kind: 'reset', subscriptionId: to.id })).status).toBe(200);
    expect(await push(await browser())).toBe(201);
    await expect(push(to)).rejects.toThrow();
    await ask('POST', '/faults', { kind: '429', times: 9 });
    await ask('DELETE', '/faults');
    expect(await push(to, '{"id":"3"}')).toBe(201);
  });

  it.each([
    ['{'],
    ['{"kind":"999"}'],
    ['{"kind":"500","times":0}'],
    ['{"kind":"429","retryAfterS":-1}'],
    ['null'],
  ])('is told no fault by %s', async (body) => expect((await ask('POST', '/faults', body)).status).toBe(400));
});

it('goes on after an address that is none', async () => {
  for (const origin of [outside.origin, outside.adminOrigin]) {
    expect((await ask('GET', '//', undefined, origin)).status).toBe(404);
    expect((await ask('GET', '/health', undefined, origin)).status).toBe(200);
  }
});

it('gives PayPal’s certificate to everybody, and its key to nobody but a test', async () => {
  const open = (path: string) => ask('GET', path, undefined, outside.origin);
  expect(await open('/paypal/cert.pem')).toEqual({ status: 200, text: 'CERTIFICATE' });
  expect((await open('/paypal/key.pem')).status).toBe(404);
  expect((await open('/ledger')).status).toBe(404);
  expect(await ask('GET', '/paypal/key.pem')).toEqual({ status: 200, text: 'KEY' });
});
