import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startReceiver } from './testing/receiver.ts';
import { startTestWaha } from './testing/waha-client.ts';

/** Generous: a busy host is slow, and a wait ends when it can. */
const within = { timeout: 15_000, interval: 10 };

let waha: Awaited<ReturnType<typeof startTestWaha>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  receiver = await startReceiver();
  waha = await startTestWaha({ parameters: { stallMs: 30, ackReadMs: 30_000 } });
  await waha.open('s1', { webhooks: [{ url: receiver.url, events: ['*'] }] });
});
afterAll(async () => {
  await waha.close();
  await receiver.close();
});

const fault = (sends: object) => waha.admin('POST', '/faults', { sends });
const failing = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error) => String(error.cause?.code ?? error.name),
  );

describe('faults of sends', () => {
  it('answer with 422, 429 and 500, and nothing is sent', async () => {
    const before = await waha.counts();
    for (const kind of ['422', '429', '500']) await fault({ kind, retryAfterSeconds: 7 });
    const answers = [await waha.send('a'), await waha.send('b'), await waha.send('c')];
    expect(answers.map(({ status }) => status)).toEqual([422, 429, 500]);
    expect(answers[1]?.headers.get('retry-after')).toBe('7');
    const after = await waha.counts();
    expect([after.sent, after.open]).toEqual([before.sent, 0]);
    expect(after.refused).toMatchObject({ 422: 1, 429: 1, 500: 1 });
    expect((await waha.send('d')).status).toBe(201);
  });

  it('answer so although the message was sent, where they come after it: a repeat under its id doubles nothing', async () => {
    const before = await waha.counts();
    await fault({ kind: '500', after: true });
    expect((await waha.send('once', { id: 'AFTER' })).status).toBe(500);
    expect((await waha.send('once', { id: 'AFTER' })).status).toBe(201);
    const after = await waha.counts();
    expect([after.sent - before.sent, after.doubled - before.doubled]).toEqual([1, 1]);
    expect(after.misanswered).toMatchObject({ 500: 1 });
  });

  it('reset the connection, answer rubbish, or never answer, before and after', async () => {
    const before = await waha.counts();
    for (const after of [false, true]) {
      await fault({ kind: 'reset', after });
      expect(await failing(waha.send('x'))).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
      await fault({ kind: 'garbage', after });
      const rubbish = await waha.send('y');
      expect([rubbish.status, typeof rubbish.body]).toEqual([201, 'string']);
      await fault({ kind: 'timeout', after });
      const silent = waha.send('z', { id: `Z${after}` });
      await expect.poll(async () => (await waha.admin('GET', '/faults')).body.sends, within).toEqual([]);
      expect(
        await Promise.race([
          silent.then(() => 'answered'),
          new Promise((resolve) => setTimeout(resolve, 50, 'silent')),
        ]),
      ).toBe('silent');
      // ends when the server does
      silent.catch(() => {});
    }
    const after = await waha.counts();
    expect(after.sent - before.sent).toBe(3);
    expect(after.refused[0]).toBe(3);
    expect(after.misanswered).toMatchObject({ reset: 1, garbage: 1, timeout: 1 });
    expect(after.received).toBe(
      after.accepted + after.open + Object.values<number>(after.refused).reduce((a, b) => a + b, 0),
    );
  });

  it('befall all until they are cleared', async () => {
    await fault({ kind: '500', count: 'all' });
    for (let n = 0; n < 3; n++) expect((await waha.send('x')).status).toBe(500);
    await waha.admin('DELETE', '/faults');
    expect((await waha.send('x')).status).toBe(201);
    for (const wrong of [{ sends: { kind: 'none' } }, { more: 1 }, {}])
      expect((await waha.admin('POST', '/faults', wrong)).status).toBe(400);
  });
});

describe('an account', () => {
  it('sends one message after another', async () => {
    await waha.admin('POST', '/parameters', { sendMedianMs: 40, spread: 0 });
    const from = performance.now();
    await Promise.all(['a', 'b', 'c'].map((text) => waha.send(text)));
    expect(performance.now() - from).toBeGreaterThanOrEqual(115);
    await waha.admin('POST', '/parameters', { sendMedianMs: 0 });
  });

  it('fails as often as the parameter says, with acks of -1 too', async () => {
    await waha.admin('POST', '/parameters', { failureShare: 1 });
    expect((await waha.send('x')).status).toBe(500);
    await waha.admin('POST', '/parameters', { failureShare: 0, ackErrorShare: 1 });
    const { body } = await waha.send('x');
    await expect
      .poll(
        () =>
          receiver
            .of('message.ack')
            .filter((one) => one.body.payload.id === body.id)
            .map((one) => one.body.payload),
        within,
      )
      .toMatchObject([{ ack: -1, ackName: 'ERROR' }]);
    await waha.admin('POST', '/parameters', { ackErrorShare: 0 });
    for (const wrong of [{ failureShare: 2 }, { none: 1 }])
      expect((await waha.admin('POST', '/parameters', wrong)).status).toBe(400);
  });

  it('is banned when it sends too fast: it fails, refuses, and comes back only with another number', async () => {
    await waha.open('fast', { webhooks: [{ url: receiver.url, events: ['session.status'] }] });
    const send = () => waha.send('spam', { session: 'fast' });
    await waha.admin('POST', '/parameters', { banAbovePerMinute: 3 });
    const answers = [];
    for (let n = 0; n < 5; n++) answers.push(await send());
    await waha.admin('POST', '/parameters', { banAbovePerMinute: 0 });
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 500, 422]);
    expect(answers[4]?.body.status).toBe('FAILED');
    await expect
      .poll(
        () => receiver.of('session.status').map(({ body }) => `${body.session} ${body.payload.status}`),
        within,
      )
      .toContain('fast FAILED');
    const me = (await waha.call('GET', '/api/sessions/fast/me')).body.id;
    await waha.call('POST', '/api/sessions/fast/restart');
    await expect.poll(() => waha.status('fast'), within).toBe('FAILED');
    await waha.call('POST', '/api/sessions/fast/logout');
    await expect.poll(() => waha.status('fast'), within).toBe('WORKING');
    expect((await waha.call('GET', '/api/sessions/fast/me')).body.id).not.toBe(me);
    expect((await send()).status).toBe(201);
  });
});

describe('a restart', () => {
  it('keeps sessions, messages, parameters and the ledger, and tells the acks that were still to come', async () => {
    await waha.call('POST', '/api/sessions', { name: 'idle', start: false });
    const { body } = await waha.send('kept');
    await expect
      .poll(() => receiver.of('message.ack').filter((one) => one.body.payload.id === body.id).length, within)
      .toBe(2);
    const open = async () => (await waha.admin('GET', '/ledger')).body.queue.open;
    await expect.poll(open, within).toBe(0);
    const before = (await waha.admin('GET', '/ledger')).body;
    await waha.admin('POST', '/parameters', { ackReadMs: 1 });
    await waha.again();
    await expect.poll(() => waha.status(), within).toBe('WORKING');
    expect(await waha.status('idle')).toBe('STOPPED');
    expect((await waha.admin('GET', '/parameters')).body).toMatchObject({ ackReadMs: 1, stallMs: 30 });
    const after = (await waha.admin('GET', '/ledger')).body;
    for (const name of ['received', 'accepted', 'sent', 'doubled', 'refused', 'misanswered'])
      expect(after.all[name], name).toEqual(before.all[name]);
    const acks = () =>
      receiver
        .of('message.ack')
        .filter((one) => one.body.payload.id === body.id)
        .map((one) => one.body.payload.ack);
    await expect.poll(acks, within).toContain(3);
    expect(acks().sort()).toEqual([1, 2, 3]);
    expect((await waha.send('kept', { id: body.id.split('_').at(-1) })).status).toBe(201);
    expect((await waha.counts()).doubled).toBe(before.all.doubled + 1);
  });

  it('finds what a death in the middle of a send left: the message is out, and its repeat is known', async () => {
    await fault({ kind: 'die', after: true });
    expect(await failing(waha.send('last words', { id: 'DEAD' }))).not.toBe('answered');
    await waha.again();
    await expect.poll(() => waha.status(), within).toBe('WORKING');
    const before = await waha.counts();
    expect((await waha.send('last words', { id: 'DEAD' })).status).toBe(201);
    const after = await waha.counts();
    expect([after.sent - before.sent, after.doubled - before.doubled]).toEqual([0, 1]);
    expect(after.open).toBe(0);
  });
});
