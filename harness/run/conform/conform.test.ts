import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { journeys } from '../../../scenarios/journeys/registry.ts';
import type { HarnessError } from '../../core/errors.ts';
import { type Ask, type Asked, judge } from './ask.ts';
import { type Session, send, targetUrl } from './client.ts';
import { conform } from './conform.ts';
import { shapes } from './crm-shapes.ts';
import { crmWrites, nobodysPhone } from './crm-writes.ts';
import { endpointsOf, outlooksOf } from './journeys.ts';
import { telephonyAsks, telephonyHeaders } from './telephony-asks.ts';
import { verdictOf } from './verdict.ts';
import { wahaAsks } from './waha-asks.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const seen = () => new Map<string, string | number>([['tenant', 'mangatrai']]);
const get = (more: Partial<Ask> = {}): Ask => ({
  ...{ method: 'GET', route: '/api/x', asked: '', required: true, expect: [200], ...more },
});
const answer = (status: number, body: unknown = {}) => ({ status, type: 'application/json', body });
const customer = {
  ...{ id: 5, tenant: 'mangatrai', name: 'A', phone: '+919812345678', city: 'Pune', segment: 'gold' },
  lastVisitOn: null,
};
const page = (items: unknown[]) => ({ tenant: 'mangatrai', total: 1, page: 1, size: 5, items });

describe('an answer', () => {
  const customers = get({ shape: shapes.customers.page });

  it('is as it should be, whatever it has beyond that', () => {
    const more = { ...customer, loyalty: 3 };
    expect(judge(customers, answer(200, page([more])), seen())).toEqual({ outcome: 'ok', reason: null });
    expect(judge(customers, answer(200, page([])), seen()).outcome).toBe('ok');
  });

  it.each([
    ['another type', { ...customer, id: '5' }, /^items\.0\.id: /],
    ['a field that lacks', { ...customer, segment: undefined }, /^items\.0\.segment: /],
    ['another form', { ...customer, phone: '98123' }, /^items\.0\.phone: is no \+91 and ten digits/],
    ['no tenant', { ...customer, tenant: undefined }, /^items\.0\.tenant: /],
    ['another tenant', { ...customer, tenant: 'sarkar' }, /^items\.0\.tenant: is 'sarkar', the session's/],
  ])('is wrong with %s, and says in which field', (_, row, reason) => {
    const judged = judge(customers, answer(200, page([row])), seen());
    expect(judged.outcome).toBe('wrong');
    expect(judged.reason).toMatch(reason);
  });

  it('is missing where there is no such thing, and wrong at any other status', () => {
    for (const status of [404, 405, 501])
      expect(judge(customers, answer(status), seen())).toEqual({
        ...{ outcome: 'missing', reason: `answers ${status}, not 200` },
      });
    expect(judge(customers, answer(500), seen()).outcome).toBe('wrong');
    expect(judge(customers, answer(200, undefined), seen()).outcome).toBe('wrong');
    expect(judge(get({ expect: [404] }), answer(404), seen()).outcome).toBe('ok');
    expect(judge(get({ type: 'audio/' }), answer(200), seen()).reason).toContain('not audio/');
  });
});

describe('the questions', () => {
  const quiet = new AbortController().signal;
  const askAll = (url: string, asks: Ask[], allowed = { writes: false, reaches: false }) =>
    conform({ url, insecure: false, headers: { 'x-api-key': 'k' } }, asks, allowed, quiet);

  it('are told apart: required or not, writing, reaching somebody; what was not asked is said', async () => {
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers['x-api-key'] ?? '-'}`);
      response.writeHead(request.url === '/there' ? 200 : 404).end('{}');
    });
    const asks = [
      get({ route: '/there', keep: (_, all) => void all.set('id', 7) }),
      get({ route: '/optional', required: false, bare: true }),
      get({ route: '/nothing', path: () => null }),
      get({ route: '/w', method: 'POST', writes: true }),
      get({ route: '/r', method: 'POST', writes: true, reaches: true }),
    ];
    const results = await askAll(url, asks);
    expect(asked).toEqual(['GET /there k', 'GET /optional -']);
    expect(results.map(({ outcome }) => outcome)).toEqual([
      ...['ok', 'missing', 'not asked', 'not asked', 'not asked'],
    ]);
    expect(results.map(({ unasked }) => unasked).slice(2)).toEqual(['no row', 'option', 'option']);
    expect(verdictOf(results)).toMatchObject({
      ...{
        conforms: null,
        passes: false,
        says: expect.stringContaining('nothing to ask for with GET /nothing'),
      },
    });
    const more = await askAll(url, asks, { writes: true, reaches: false });
    expect(more.map(({ outcome }) => outcome).slice(3)).toEqual(['missing', 'not asked']);
    expect(verdictOf(more)).toMatchObject({ conforms: false, passes: false });
  });

  it('end with one line where nothing answers, and go on where one answer fails to come', async () => {
    const gone = await serve(() => {});
    servers.pop()?.close();
    const error: HarnessError = await askAll(gone, [get()]).then(
      () => null,
      (thrown) => thrown,
    );
    expect(error).toMatchObject({ code: 'unreachable', exitCode: 2 });
    const url = await serve((request, response) => {
      if (request.url === '/cut') request.socket.destroy();
      else response.end('{}');
    });
    const results = await askAll(url, [get(), get({ route: '/cut' }), get()]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['ok', 'wrong', 'ok']);
    expect(results[1]?.reason).toMatch(/^no answer: /);
  });

  it('keep the session that the log-in set, and never show it elsewhere', async () => {
    const cookies: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      cookies.push(request.headers.cookie);
      response.setHeader('set-cookie', ['sid=1; HttpOnly', 'a=2']).end('{}');
    });
    const session: Session = { cookie: '' };
    const target = { url, insecure: false, headers: {} };
    for (const ask of [get(), get(), get({ bare: true })])
      await send(target, session, { ask, path: '/', seen: seen() });
    expect(cookies).toEqual([undefined, 'sid=1; a=2', undefined]);
  });

  it('take the first message of a websocket', async () => {
    const url = await serve((_, response) => response.writeHead(401).end());
    const ask = get({ socket: true, expect: [101], shape: z.object({ type: z.literal('hello') }) });
    servers[0]?.on('upgrade', (request, socket) => {
      const hello = '{"type":"hello"}';
      const frame = Buffer.concat([Buffer.from([0x81, hello.length]), Buffer.from(hello)]);
      const open = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
      if (request.headers['x-api-key'] === 'k') socket.write(open, () => socket.write(frame));
      else socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
    });
    expect(await askAll(url, [ask, { ...ask, bare: true }])).toMatchObject([
      { outcome: 'ok' },
      { outcome: 'wrong', reason: 'answers 401, not 101' },
    ]);
  });

  it('go to an address alone, not to a path', () => {
    expect(targetUrl('http://127.0.0.1:3000/')).toBe('http://127.0.0.1:3000');
    for (const text of ['localhost', 'ftp://a', 'http://a/api', 'http://a?x=1'])
      expect(() => targetUrl(text)).toThrow('no address to ask');
  });
});

describe('a WAHA', () => {
  const sessions = new Map([['shop', 'WORKING']]);
  const add = (name: string) => {
    sessions.set(name, 'STOPPED');
    return name;
  };
  const info = (name: string) => ({ name, status: sessions.get(name), config: {} });
  const ofSessions = (method: string, name?: string, act?: string, made = ''): [number, unknown] => {
    if (name === undefined)
      return method === 'GET' ? [200, [...sessions.keys()].map(info)] : [201, info(add(made))];
    if (!sessions.has(name)) return [404, {}];
    if (method === 'DELETE') sessions.delete(name);
    return [act === 'stop' ? 201 : 200, info(name)];
  };
  const waha: RequestListener = async (request, response) => {
    const { method = '', url = '', headers } = request;
    const body = await text(request);
    const tell = (status: number, body: unknown = {}) => response.writeHead(status).end(JSON.stringify(body));
    const [, api, kind, name, act] = url.split('?')[0]?.split('/') ?? [];
    if (api === 'ping') return tell(200, { message: 'pong' });
    if (headers['x-api-key'] !== 'k') return tell(401);
    if (kind === 'sendText') return tell(422, { error: 'no session' });
    return kind === 'sessions'
      ? tell(...ofSessions(method, name, act, body && JSON.parse(body).name))
      : tell(501);
  };
  const ask = async (key: string, writes: boolean) =>
    conform(
      { url: await serve(waha), insecure: false, headers: { 'x-api-key': key } },
      wahaAsks(null, null),
      { writes, reaches: false },
      new AbortController().signal,
    );

  it('that has what the CRM needs conforms, and keeps nothing of the questions', async () => {
    const results = await ask('k', true);
    const bad = results.filter(({ required, outcome }) => required && outcome !== 'ok');
    expect(bad.map(({ reason }) => reason)).toEqual(['it reaches a person: --reach --send-to']);
    expect(results.filter(({ outcome }) => outcome === 'missing').map(({ route }) => route)).toContain(
      '/health',
    );
    expect(verdictOf(results)).toMatchObject({
      ...{ conforms: null, passes: true },
      says: 'conforms as far as it was asked: of what is required, not asked: POST /api/sendText',
    });
    expect([...sessions.keys()]).toEqual(['shop']);
  });

  it('is left without the session of the questions, also where they ended in the middle or its answer was wrong', async () => {
    const stop = new AbortController();
    const listener: RequestListener = (request, response) => {
      if (request.method === 'PUT') stop.abort(new Error('stopped'));
      waha(request, response);
    };
    const target = { url: await serve(listener), insecure: false, headers: { 'x-api-key': 'k' } };
    const allowed = { writes: true, reaches: false };
    await expect(conform(target, wahaAsks(null, null), allowed, stop.signal)).rejects.toThrow('stopped');
    expect([...sessions.keys()]).toEqual(['shop']);
    const strict = wahaAsks(null, null).map((ask) =>
      ask.asked.startsWith('a stopped one') ? { ...ask, expect: [299] } : ask,
    );
    await conform(target, strict, allowed, new AbortController().signal);
    expect([...sessions.keys()]).toEqual(['shop']);
  });

  it('is asked for a session of another name each time, so that one that was left is in nobody’s way', () => {
    const nameOf = () => {
      const made = wahaAsks(null, null).find(({ undo }) => undo !== undefined);
      return (made?.body?.(new Map()) as { name: string } | undefined)?.name;
    };
    expect(nameOf()).toMatch(/^capacity-conform-/);
    expect(nameOf()).not.toBe(nameOf());
  });

  it('that refuses the key is asked no further', async () => {
    const results = await ask('other', true);
    expect(verdictOf(results)).toMatchObject({ conforms: false, passes: false });
    expect(results.at(-1)).toMatchObject({ outcome: 'not asked', reason: 'it was not let in' });
  });
});

it('a telephone system is asked by its key, and for no call unless two phones are named', async () => {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    const [path = ''] = [request.url];
    const key = Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString();
    asked.push(`${request.method} ${path.split('/').at(-1)}`);
    const status = path === '/health' ? 200 : key !== 'k:k' ? 401 : request.method === 'POST' ? 400 : 404;
    response.writeHead(status).end('{"status":"ok"}');
  });
  const target = { url, insecure: false, headers: telephonyHeaders('k') };
  const allowed = { writes: true, reaches: true };
  const results = await conform(target, telephonyAsks(null), allowed, new AbortController().signal);
  expect(results.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok', 'ok', 'not asked', 'not asked']);
  expect(results.at(-1)?.reason).toBe('it reaches a person: --call');
  expect(verdictOf(results)).toMatchObject({ conforms: null, passes: true });
  expect(asked).toHaveLength(4);
  expect(telephonyAsks({ from: '+911', to: '+912' }).filter(({ reaches }) => reaches)).toHaveLength(2);
  expect(asked.slice(0, 3)).toEqual(['GET health', 'POST connect', 'POST connect']);
});

describe('the verdict', () => {
  const one = (outcome: Asked['outcome'], more: Partial<Asked> = {}): Asked => ({
    ...{ method: 'GET', route: '/a', asked: '', required: true, outcome, reason: null, ...more },
  });
  const short = (...results: Asked[]) => {
    const { conforms, passes } = verdictOf(results);
    return [conforms, passes];
  };

  it('is good only where all that is required was asked', () => {
    expect(short(one('ok'), one('not asked', { required: false, unasked: 'no row' }))).toEqual([true, true]);
    expect(short(one('ok'), one('not asked', { unasked: 'option' }))).toEqual([null, true]);
    expect(short(one('ok'), one('not asked', { unasked: 'no row' }))).toEqual([null, false]);
    expect(short(one('wrong'), one('not asked', { unasked: 'no row' }))).toEqual([false, false]);
    expect(short(one('ok'), one('missing', { required: false }))).toEqual([true, true]);
  });
});

describe('what is written and whom it reaches', () => {
  const all = new Map<string, string | number>(
    ['customer', 'thread', 'lead', 'order'].map((name, i) => [name, 5000 + i]),
  );

  it('is nobody who was not named, and no row that was there', () => {
    const asks = crmWrites();
    for (const { reaches, wants } of asks)
      expect(reaches === true).toBe(wants !== undefined && wants !== '--task');
    expect(asks.find(({ route }) => route === '/api/tasks/:id/complete')?.wants).toBe('--task');
    const read = asks.find(({ route }) => route === '/api/threads/:id/read');
    expect([read?.path?.(all), read?.path?.(new Map([['read thread', 9]]))]).toEqual([
      null,
      '/api/threads/9/read',
    ]);
  });

  it('is whom the options name', () => {
    const asks = crmWrites({ phone: '+916120999999', task: 3, thread: 4, called: 6 });
    expect(asks.filter(({ wants }) => wants !== undefined)).toEqual([]);
    expect(asks[0]?.body?.(all)).toMatchObject({ phone: '+916120999999' });
    const reaching = asks.filter(({ reaches }) => reaches);
    expect(reaching.map(({ path, route }) => path?.(all) ?? route)).toEqual([
      '/api/threads/4/messages',
      '/api/calls',
    ]);
    expect(reaching[1]?.body?.(all)).toEqual({ customerId: 6 });
  });

  it('has a phone number that fits the contract and is within an area code, where none begins with 0', () => {
    for (let i = 0; i < 50; i++) expect(nobodysPhone()).toMatch(/^\+916120\d{6}$/);
  });
});

describe('journeys', () => {
  const all = [...new Set(journeys.flatMap((journey) => [...endpointsOf(journey)]))];
  const asked = (endpoint: string, outcome: Asked['outcome']): Asked => {
    const [method, route] = endpoint.split(' ') as [Asked['method'], string];
    return { method, route, asked: '', required: true, outcome, reason: null };
  };

  it('ask for what they are known to ask for', () => {
    const sells = endpointsOf(
      journeys.find(({ id }) => id === 'sell-jewellery') as (typeof journeys)[number],
    );
    expect([...sells]).toEqual(expect.arrayContaining(['POST /api/auth/login', 'POST /api/orders']));
    expect(all.length).toBeGreaterThan(12);
  });

  it('run where all that they ask for is there, and name what lacks', () => {
    const good = all.map((endpoint) => asked(endpoint, 'ok'));
    expect(new Set(outlooksOf(good).map(({ outlook }) => outlook))).toEqual(new Set(['runs']));
    const without = good.map((one) =>
      one.route === '/api/orders' && one.method === 'POST' ? asked('POST /api/orders', 'missing') : one,
    );
    const sells = outlooksOf(without).find(({ id }) => id === 'sell-jewellery');
    expect(sells).toEqual({ id: 'sell-jewellery', outlook: 'cannot run', because: ['POST /api/orders'] });
    const unasked = outlooksOf(good.filter(({ method }) => method === 'GET'));
    expect(unasked.every(({ outlook }) => outlook === 'not known')).toBe(true);
  });
});
