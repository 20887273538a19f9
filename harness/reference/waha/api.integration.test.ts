import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestWaha } from './testing/waha-client.ts';

let waha: Awaited<ReturnType<typeof startTestWaha>>;
beforeAll(async () => {
  waha = await startTestWaha({ parameters: { stallMs: 30 } });
  await waha.open('s1', { metadata: { tenant: 'ruby' } });
});
afterAll(() => waha.close());

describe('the key', () => {
  it('is asked for everywhere but at ping and health, and told apart from none by nothing', async () => {
    expect((await waha.call('GET', '/ping', undefined, {} as never)).body).toEqual({ message: 'pong' });
    expect((await waha.call('GET', '/health', undefined, {} as never)).body).toMatchObject({
      status: 'ok',
      error: {},
    });
    for (const headers of [{}, { 'x-api-key': 'wrong' }])
      for (const [method, path] of [
        ['GET', '/api/sessions'],
        ['POST', '/api/sendText'],
        ['GET', '/no/such'],
      ] as const) {
        const { status, body } = await waha.call(method, path, undefined, headers as never);
        expect([status, body]).toEqual([401, { message: 'Unauthorized', statusCode: 401 }]);
      }
    expect((await waha.admin('GET', '/ledger')).body.sessions['']).toMatchObject({
      received: 2,
      refused: { 401: 2 },
    });
    expect((await waha.call('GET', '/api/server/version')).body).toMatchObject({
      version: '2026.7.1',
      engine: 'WEBJS',
    });
    expect((await waha.call('GET', '/api/server/status')).body.uptime).toBeGreaterThanOrEqual(0);
  });
});

describe('sessions', () => {
  it('are made once, told of, stopped and started; whoever asks twice gets the same', async () => {
    const made = await waha.call('POST', '/api/sessions', {
      name: 's2',
      config: { metadata: { tenant: 'opal' } },
    });
    expect([made.status, made.body]).toMatchObject([
      201,
      { name: 's2', config: { metadata: { tenant: 'opal' } } },
    ]);
    const twice = await waha.call('POST', '/api/sessions', { name: 's2' });
    expect([twice.status, twice.body.message]).toEqual([
      422,
      "Session 's2' already exists. Use PUT to update it.",
    ]);
    await waha.until(async () => (await waha.status('s2')) === 'WORKING');
    const me = (await waha.call('GET', '/api/sessions/s2/me')).body;
    expect(me).toEqual({ id: expect.stringMatching(/^9140\d{8}@c\.us$/), pushName: 's2' });
    for (let n = 0; n < 2; n++) {
      const stopped = await waha.call('POST', '/api/sessions/s2/stop');
      expect([stopped.status, stopped.body.status]).toEqual([201, 'STOPPED']);
    }
    const names = async (query: string) =>
      (await waha.call('GET', `/api/sessions${query}`)).body.map(({ name }: { name: string }) => name);
    expect([await names(''), await names('?all=true')]).toEqual([['s1'], ['s1', 's2']]);
    expect((await waha.call('POST', '/api/sessions/s2/start')).body.status).toBe('STARTING');
    await waha.until(async () => (await waha.status('s2')) === 'WORKING');
    expect((await waha.call('PUT', '/api/sessions/s2', { config: {} })).body).toMatchObject({
      status: 'STARTING',
      config: {},
    });
    await waha.until(async () => (await waha.status('s2')) === 'WORKING');
    await waha.call('POST', '/api/sessions/s2/logout');
    await waha.until(async () => (await waha.status('s2')) === 'WORKING');
    expect((await waha.call('GET', '/api/sessions/s2/me')).body.id).not.toBe(me.id);
    for (let n = 0; n < 2; n++) expect((await waha.call('DELETE', '/api/sessions/s2')).status).toBe(200);
    expect((await waha.call('GET', '/api/sessions/s2')).body).toMatchObject({
      message: 'Session not found',
      statusCode: 404,
    });
    expect((await waha.call('POST', '/api/sessions/s2/start')).status).toBe(404);
  });

  it('show codes until somebody pairs them, where they do not pair themselves', async () => {
    await waha.admin('POST', '/parameters', { pairsItself: 0 });
    await waha.call('POST', '/api/sessions', { name: 's3' });
    await waha.until(async () => (await waha.status('s3')) === 'SCAN_QR_CODE');
    expect((await waha.call('GET', '/api/s3/auth/qr')).body).toEqual({
      mimetype: 'image/png',
      data: expect.any(String),
    });
    expect((await waha.call('GET', '/api/s3/auth/qr?format=raw')).body).toEqual({
      value: expect.any(String),
    });
    const code = await waha.call('POST', '/api/s3/auth/request-code', { phoneNumber: '919800000000' });
    expect([code.status, code.body.code]).toEqual([201, expect.stringMatching(/^[0-9A-F]{4}-[0-9A-F]{4}$/)]);
    const early = await waha.send('hello', { session: 's3' });
    expect([early.status, early.body]).toEqual([
      422,
      {
        error: expect.stringContaining('not as expected'),
        session: 's3',
        status: 'SCAN_QR_CODE',
        expected: ['WORKING'],
      },
    ]);
    expect((await waha.admin('POST', '/pair', { session: 's3' })).body).toEqual({ status: 'WORKING' });
    expect((await waha.admin('POST', '/pair', { session: 's3' })).status).toBe(400);
    expect((await waha.call('GET', '/api/s3/auth/qr')).status).toBe(422);
    await waha.admin('POST', '/parameters', { pairsItself: 1 });
  });

  it('are refused where they are no sessions', async () => {
    for (const body of [
      { name: '../x' },
      { name: 's9', start: 'yes' },
      { name: 's9', config: { webhooks: [{ url: 'file:///etc/passwd', events: ['*'] }] } },
      { name: 's9', config: { webhooks: [{ url: 'http://a' }] } },
      {
        name: 's9',
        config: { webhooks: [{ url: 'http://a', events: [], customHeaders: [{ name: 'a b', value: '' }] }] },
      },
      '{"name":',
    ]) {
      const { status, body: answer } = await waha.call('POST', '/api/sessions', body);
      expect([status, answer.error], JSON.stringify(body)).toEqual([400, 'Bad Request']);
    }
    expect((await waha.call('GET', '/api/sessions/s9')).status).toBe(404);
  });
});

describe('sends', () => {
  it('are answered with the message, under the id that was asked for', async () => {
    const { status, body } = await waha.send('namaste', { id: '3EB0AB' });
    expect(status).toBe(201);
    const me = (await waha.call('GET', '/api/sessions/s1/me')).body.id;
    expect(body).toMatchObject({
      ...{
        id: 'true_919800000001@c.us_3EB0AB',
        from: me,
        to: '919800000001@c.us',
        fromMe: true,
        source: 'api',
      },
      ...{ body: 'namaste', hasMedia: false, ack: 0, ackName: 'PENDING' },
    });
    const own = await waha.send('own id', { chatId: '919800000002' });
    expect(own.body.id).toMatch(/^true_919800000002@c\.us_3EB0[0-9A-F]{18}$/);
    const { id } = (await waha.call('GET', '/api/s1/new-message-id')).body;
    expect((await waha.send('with a fresh id', { id })).body.id).toContain(id);
  });

  it('of one id twice reach the recipient once, and the ledger says so', async () => {
    const before = await waha.counts();
    for (const text of ['twice', 'twice', 'other'])
      expect((await waha.send(text, { id: 'SAME' })).status).toBe(201);
    const after = await waha.counts();
    const rise = (name: string) => after[name] - before[name];
    expect(['received', 'accepted', 'sent', 'doubled', 'doubledWithOtherText'].map(rise)).toEqual([
      3, 3, 1, 2, 1,
    ]);
    const lines = (await waha.admin('GET', '/ledger/messages?session=s1')).body
      .trim()
      .split('\n')
      .map((l: string) => JSON.parse(l));
    const same = lines.filter(({ id }: { id: string }) => id.endsWith('_SAME'));
    expect(same).toMatchObject([{ times: 3, chatId: '919800000001@c.us', direction: 'out' }]);
    expect(JSON.stringify(lines)).not.toContain('twice');
  });

  it('of media say what they carry', async () => {
    const file = { mimetype: 'image/jpeg', data: 'aGVsbG8=', filename: 'ring.jpg' };
    const base = { session: 's1', chatId: '919800000003@c.us' };
    for (const path of ['sendImage', 'sendFile', 'sendVoice', 'sendVideo']) {
      const { status, body } = await waha.call('POST', `/api/${path}`, { ...base, file, caption: path });
      expect([status, body]).toMatchObject([
        201,
        { hasMedia: true, body: path, media: { mimetype: 'image/jpeg', filename: 'ring.jpg' } },
      ]);
    }
    const byUrl = { ...base, file: { mimetype: 'video/mp4', url: 'http://127.0.0.1:1/none.mp4' } };
    expect((await waha.call('POST', '/api/sendVideo', byUrl)).status).toBe(201);
    for (const wrong of [
      { mimetype: 'image/png' },
      { mimetype: 'x', url: 'http://a' },
      { mimetype: 'image/png', data: 'no base64!' },
      undefined,
    ])
      expect(
        (await waha.call('POST', '/api/sendImage', { ...base, file: wrong })).status,
        JSON.stringify(wrong),
      ).toBe(400);
  });

  it('are refused with 400 where they are malformed and with 404 where there is no such session, and nothing is sent', async () => {
    const before = await waha.counts();
    for (const wrong of [
      { text: '' },
      { text: 5 },
      { chatId: 'nobody' },
      { chatId: undefined },
      { id: 'a b' },
      { session: 5 },
    ]) {
      const { status, body } = await waha.send('x', wrong);
      expect([status, body.error], JSON.stringify(wrong)).toEqual([400, 'Bad Request']);
    }
    expect((await waha.call('POST', '/api/sendText', '{"session"')).status).toBe(400);
    expect((await waha.send('x', { session: 'nowhere' })).status).toBe(404);
    const after = await waha.counts();
    expect([after.sent, after.accepted, after.open]).toEqual([before.sent, before.accepted, before.open]);
    expect(after.received - before.received).toBe(8);
    expect(after.refused[404] - (before.refused[404] ?? 0)).toBe(1);
  });

  it('wait for a session that is about to work', async () => {
    await waha.admin('POST', '/parameters', { stallMs: 5000, startMs: 50 });
    await waha.call('POST', '/api/sessions/s1/restart');
    expect((await waha.send('after the restart')).status).toBe(201);
    await waha.admin('POST', '/parameters', { stallMs: 30, startMs: 0 });
  });

  it('take seen and typing, and show chats with their messages, latest first', async () => {
    const chat = { session: 's1', chatId: '919800000009@c.us' };
    for (const path of ['sendSeen', 'startTyping', 'stopTyping'])
      expect((await waha.call('POST', `/api/${path}`, chat)).status).toBe(201);
    for (const text of ['one', 'two', 'three']) await waha.send(text, chat);
    const page = async (query: string) =>
      (await waha.call('GET', `/api/s1/chats/${chat.chatId}/messages${query}`)).body.map(
        (one: { body: string }) => one.body,
      );
    expect(await page('?limit=2')).toEqual(['three', 'two']);
    expect(await page('?limit=2&offset=2&downloadMedia=false')).toEqual(['one']);
    expect((await waha.call('GET', `/api/s1/chats/${chat.chatId}/messages`)).status).toBe(400);
    expect((await waha.call('GET', '/api/s1/chats/overview?limit=1')).body).toMatchObject([
      { id: chat.chatId, lastMessage: { body: 'three' } },
    ]);
    expect((await waha.call('GET', '/api/s1/chats')).body[0]).toMatchObject({ id: chat.chatId });
    const exists = '/api/contacts/check-exists?session=s1&phone=';
    expect((await waha.call('GET', `${exists}919800000009`)).body).toEqual({
      numberExists: true,
      chatId: chat.chatId,
    });
    await waha.admin('POST', '/parameters', { unknownShare: 1 });
    expect((await waha.call('GET', `${exists}919800000009`)).body).toEqual({ numberExists: false });
    await waha.admin('POST', '/parameters', { unknownShare: 0 });
  });
});
