import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signatureOf } from './signature.ts';
import { startReceiver } from './testing/receiver.ts';
import { startTestWaha } from './testing/waha-client.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Generous: a busy host is slow, and a wait ends when it can. */
const within = { timeout: 15_000, interval: 10 };

let waha: Awaited<ReturnType<typeof startTestWaha>>;
beforeAll(async () => {
  waha = await startTestWaha();
});
afterAll(() => waha.close());

const fast = { policy: 'constant', delaySeconds: 0.005, attempts: 3 };
let sessions = 0;

/** A session that tells a receiver of everything. */
async function told(more: object = {}, answers: number[] = []) {
  const receiver = await startReceiver(answers);
  closers.push(receiver.close);
  sessions += 1;
  const session = `t${sessions}`;
  const webhook = { url: receiver.url, events: ['*'], hmac: { key: 'key' }, retries: fast, ...more };
  await waha.open(session, { metadata: { tenant: 'ruby' }, webhooks: [webhook] });
  const ledger = async () => (await waha.admin('GET', '/ledger')).body.sessions[session];
  return { ...receiver, session, ledger, send: (text: string) => waha.send(text, { session }) };
}

describe('webhooks', () => {
  it('have the envelope, the headers and the signature of WAHA, over the bytes that are sent', async () => {
    const { of, session, send, received } = await told({
      customHeaders: [{ name: 'X-Mine', value: 'mine' }],
    });
    const { body: message } = await send('ask ₹ 5,000');
    await expect.poll(() => of('message.ack').length, within).toBe(3);
    const [ack] = of('message.ack').filter(({ body }) => body.payload.ack === 2);
    const me = (await waha.call('GET', `/api/sessions/${session}/me`)).body;
    expect(ack?.body).toMatchObject({
      ...{ id: expect.stringMatching(/^evt_[0-9a-hjkmnp-tv-z]{26}$/), event: 'message.ack', session, me },
      ...{ metadata: { tenant: 'ruby' }, engine: 'WEBJS', timestamp: expect.any(Number) },
      payload: {
        id: message.id,
        from: me.id,
        to: '919800000001@c.us',
        fromMe: true,
        ack: 2,
        ackName: 'DEVICE',
        participant: null,
      },
      environment: {
        version: '2026.7.1',
        engine: 'WEBJS',
        tier: 'CORE',
        browser: null,
        worker: { role: null },
      },
    });
    for (const { headers, raw } of received) {
      expect(headers['x-webhook-hmac']).toBe(signatureOf(raw, 'key'));
      expect(headers).toMatchObject({
        'x-webhook-hmac-algorithm': 'sha512',
        'x-mine': 'mine',
        'user-agent': 'WAHA/2026.7.1',
      });
      expect(headers['content-type']).toBe('application/json');
      expect(Math.abs(Number(headers['x-webhook-timestamp']) - Date.now())).toBeLessThan(60_000);
      expect(headers['x-webhook-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect(of('message.any')[0]?.body.payload).toMatchObject({ id: message.id, body: 'ask ₹ 5,000' });
    expect(of('message')).toEqual([]);
    expect(new Set(received.map(({ body }) => body.id)).size).toBe(received.length);
  });

  it('tell how a session fares', async () => {
    const { of, session } = await told();
    await waha.call('POST', `/api/sessions/${session}/stop`);
    await expect
      .poll(
        () =>
          of('session.status')
            .map(({ body }) => body.payload.status)
            .sort(),
        within,
      )
      .toEqual(['STARTING', 'STOPPED', 'WORKING']);
    const [last] = of('session.status').filter(({ body }) => body.payload.status === 'STOPPED');
    const statuses = last?.body.payload.statuses.map(({ status }: { status: string }) => status);
    expect([last?.body.payload.name, statuses]).toEqual([session, ['STARTING', 'WORKING', 'STOPPED']]);
  });

  it('are told only to those who asked for the event, and unsigned where there is no key', async () => {
    const { received, send } = await told({ events: ['message.ack'], hmac: undefined });
    await send('hello');
    await expect.poll(() => received.length, within).toBe(3);
    expect(new Set(received.map(({ body }) => body.event))).toEqual(new Set(['message.ack']));
    expect(received[0]?.headers['x-webhook-hmac']).toBeUndefined();
  });

  it('are posted again until they are taken, and given up after the last attempt', async () => {
    const { received, send, ledger } = await told(
      { events: ['message.any'] },
      [500, 503, 404, 200, 500, 500, 500, 500],
    );
    await send('one');
    await expect.poll(() => received.length, within).toBe(4);
    await send('two');
    await expect.poll(async () => (await ledger()).webhooks.givenUp, within).toBe(1);
    const { webhooks } = await ledger();
    expect(webhooks).toMatchObject({
      delivered: 1,
      retried: 6,
      answered: { 200: 1, 404: 1, 500: 5, 503: 1 },
    });
    expect(received.length).toBe(8);
    expect(new Set(received.slice(0, 4).map(({ body }) => body.id)).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers['x-webhook-request-id'])).size).toBe(2);
    const lines = (await waha.admin('GET', '/ledger/webhooks')).body
      .trim()
      .split('\n')
      .map((line: string) => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({
      outcome: 'given-up',
      statuses: [500, 500, 500, 500],
      event: 'message.any',
    });
  });

  it('are given up where nobody listens', async () => {
    const { send, ledger, close } = await told({ events: ['message.any'] });
    await close();
    closers.pop();
    await send('into the void');
    await expect
      .poll(async () => (await ledger()).webhooks, within)
      .toMatchObject({ givenUp: 1, answered: { 0: 4 } });
  });

  it('of customers come each once, and wait for a session that does not work', async () => {
    const { of, session, ledger } = await told();
    const inbound = { session, from: '919811111111', text: 'how much is the ring?', count: 40 };
    const { status, body } = await waha.admin('POST', '/inbound', inbound);
    expect([status, body.ids.length]).toEqual([201, 40]);
    await expect.poll(() => of('message').length, within).toBe(40);
    const { payload } = of('message')[0]?.body ?? {};
    expect(payload).toMatchObject({
      from: '919811111111@c.us',
      fromMe: false,
      source: 'app',
      body: inbound.text,
      hasMedia: false,
    });
    expect(
      of('message')
        .map((one) => one.body.payload.id)
        .sort(),
    ).toEqual([...body.ids].sort());
    await waha.call('POST', `/api/sessions/${session}/stop`);
    const media = { mimetype: 'image/jpeg', url: 'http://127.0.0.1/x.jpg' };
    await waha.admin('POST', '/inbound', { session, from: '919811111111', media });
    await waha.call('POST', `/api/sessions/${session}/start`);
    await expect.poll(() => of('message').length, within).toBe(41);
    expect(of('message').at(-1)?.body.payload).toMatchObject({
      hasMedia: true,
      media: { mimetype: 'image/jpeg' },
    });
    expect(await ledger()).toMatchObject({ inbound: 41, received: 0 });
    expect((await waha.admin('POST', '/inbound', { session, from: '91' })).status).toBe(400);
    expect(
      (await waha.admin('POST', '/inbound', { session: 'none', from: '919811111111', text: 'x' })).status,
    ).toBe(404);
  });

  it('come doubled, late and in disorder where a fault asks for it; none is lost', async () => {
    const { received, send, ledger, session } = await told({ events: ['message.any'] });
    await waha.admin('POST', '/faults', { webhooks: { duplicate: true } });
    await send('doubled');
    await expect.poll(() => received.length, within).toBe(2);
    expect(received[0]?.body.id).toBe(received[1]?.body.id);
    await waha.admin('DELETE', '/faults');

    await waha.admin('POST', '/faults', { webhooks: { hold: true } });
    for (let n = 0; n < 5; n++) await send(`held ${n}`);
    expect((await waha.admin('GET', '/ledger')).body.queue).toEqual({ open: 5, onTheirWay: 0 });
    await waha.admin('POST', '/faults', { webhooks: { hold: false, reorderMs: 60 } });
    await expect.poll(() => received.length, within).toBe(7);

    const { body } = await waha.admin('POST', '/inbound', {
      session,
      from: '919811111111',
      text: 'x',
      count: 20,
    });
    await expect.poll(() => received.length, within).toBe(27);
    const came = received.slice(7).map((one) => one.body.payload.id);
    expect([...came].sort()).toEqual([...body.ids].sort());
    expect(came).not.toEqual(body.ids);
    await waha.admin('DELETE', '/faults');
    expect((await ledger()).webhooks).toMatchObject({ delivered: 27, duplicated: 1 });
    expect((await waha.admin('POST', '/faults', { webhooks: { slow: 1 } })).status).toBe(400);
  });

  it('are dropped above the cap of the queue, and counted', async () => {
    const { session, ledger } = await told({ events: ['message'] });
    await waha.admin('POST', '/parameters', { webhookQueue: 10 });
    await waha.admin('POST', '/faults', { webhooks: { hold: true } });
    await waha.admin('POST', '/inbound', { session, from: '919811111111', text: 'x', count: 15 });
    await waha.admin('DELETE', '/faults');
    await waha.admin('POST', '/parameters', { webhookQueue: 20_000 });
    await expect
      .poll(async () => (await ledger()).webhooks, within)
      .toMatchObject({ delivered: 10, dropped: 5 });
  });

  it('that were dropped count as told to nobody: the acks come when the session works again', async () => {
    const { session, send, of } = await told({ events: ['message.ack'] });
    await waha.admin('POST', '/parameters', { webhookQueue: 1 });
    await waha.admin('POST', '/faults', { webhooks: { hold: true } });
    const ids = (await Promise.all(['one', 'two', 'three'].map(send))).map(({ body }) => body.id);
    const dropped = async () => (await waha.admin('GET', '/ledger')).body.sessions[session].webhooks.dropped;
    await expect.poll(dropped, within).toBe(8);
    await waha.admin('POST', '/parameters', { webhookQueue: 20_000 });
    await waha.admin('DELETE', '/faults');
    await waha.call('POST', `/api/sessions/${session}/stop`);
    await waha.call('POST', `/api/sessions/${session}/start`);
    const heard = () => of('message.ack').map(({ body }) => `${body.payload.id} ${body.payload.ack}`);
    await expect.poll(() => new Set(heard()).size, within).toBe(9);
    expect(heard().length).toBe(9);
    expect(ids.every((id) => heard().includes(`${id} 3`))).toBe(true);
  });
});
