import { gzipSync } from 'node:zlib';
import { errors } from 'undici';
import { describe, expect, it } from 'vitest';
import { monotonicMs, sleep } from '../../host/clock.ts';
import { createCookieJar } from './cookies.ts';
import { Exchange, outcomeOf } from './exchange.ts';
import { createWakeUps } from './wake-ups.ts';

describe('wake-ups', () => {
  it('come in order, not before their time, and once', async () => {
    const woken: { user: number; early: boolean }[] = [];
    const from = monotonicMs();
    const wakeUps = createWakeUps(5, (user, dueMs) => woken.push({ user, early: monotonicMs() < dueMs }));
    wakeUps.set(0, from + 40);
    wakeUps.set(1, from + 10);
    wakeUps.set(2, from + 25);
    wakeUps.set(3, from + 15);
    wakeUps.cancel(3);
    wakeUps.set(1, from + 30);
    await sleep(100);
    expect(woken).toEqual([2, 1, 0].map((user) => ({ user, early: false })));
    wakeUps.close();
  });

  it('can be set while one is running', async () => {
    const woken: number[] = [];
    const wakeUps = createWakeUps(3, (user, dueMs) => {
      woken.push(user);
      if (woken.length < 4) wakeUps.set((user + 1) % 3, dueMs);
    });
    wakeUps.set(0, monotonicMs());
    await sleep(50);
    expect(woken).toEqual([0, 1, 2, 0]);
    wakeUps.close();
  });
});

describe('outcomeOf', () => {
  it.each([
    [Object.assign(new Error(), { code: 'ECONNREFUSED' }), 'refused'],
    [Object.assign(new Error(), { code: 'ECONNRESET' }), 'reset'],
    [new errors.SocketError('other side closed'), 'reset'],
    [new errors.ConnectTimeoutError(), 'timeout'],
    [Object.assign(new Error(), { code: 'HPE_INVALID_CONSTANT' }), 'wrong-body'],
    [Object.assign(new Error(), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), 'other'],
    [new Error('anything'), 'other'],
  ] as const)('%s', (error, outcome) => {
    expect(outcomeOf(error)).toBe(outcome);
  });
});

describe('an exchange', () => {
  const controller = {} as never;

  it('ends once', () => {
    let ended = 0;
    const exchange = new Exchange(() => ended++);
    exchange.onResponseStart(controller, 200, {});
    exchange.giveUp('timeout');
    exchange.onResponseEnd();
    exchange.onResponseError(controller, new Error('late'));
    expect(ended).toBe(1);
    expect(exchange).toMatchObject({ failure: 'timeout', broken: true });
  });

  it.each([
    ['db;dur=12.5', 12_500],
    ['cache;desc="hit", db;dur=3', 3000],
    ['db;desc="postgres";dur=1.25, app;dur=9', 1250],
    ['total;dur=5', Number.NaN],
    ['dbx;dur=5', Number.NaN],
  ])('reads the database time of %s', (timing, us) => {
    const exchange = new Exchange(() => {});
    exchange.onResponseStart(controller, 200, { 'server-timing': timing });
    expect(exchange.databaseUs()).toBe(us);
  });

  it('parses a body of several chunks, or says there is none', () => {
    let body: unknown;
    const exchange = new Exchange((ended) => {
      body = ended.json();
    });
    exchange.onResponseData(controller, Buffer.from('{"a":'));
    exchange.onResponseData(controller, Buffer.from('1}'));
    exchange.onResponseEnd();
    expect(body).toEqual({ a: 1 });
    expect(new Exchange(() => {}).json()).toBeUndefined();
  });
});

describe('a packed body', () => {
  const controller = {} as never;
  const json = JSON.stringify({ a: 'x'.repeat(5000) });

  function received(encoding: string, body: Buffer) {
    let seen: unknown;
    const exchange = new Exchange((ended) => {
      seen = ended.json();
    });
    exchange.onResponseStart(controller, 200, { 'content-encoding': encoding });
    for (let at = 0; at < body.length; at += 50)
      exchange.onResponseData(controller, body.subarray(at, at + 50));
    exchange.onResponseEnd();
    return { seen, bytes: exchange.bytes, failure: exchange.failure };
  }

  it('is unpacked, and counted as it came', () => {
    const packed = gzipSync(json);
    expect(received('gzip', packed)).toEqual({ seen: JSON.parse(json), bytes: packed.length, failure: null });
    expect(received('identity', Buffer.from(json)).seen).toEqual(JSON.parse(json));
  });

  it.each([
    ['garbage', 'gzip', Buffer.from('no gzip at all')],
    ['cut short', 'gzip', gzipSync(json).subarray(0, 40)],
    ['far too large', 'gzip', gzipSync(JSON.stringify('x'.repeat(9 * 1024 * 1024)))],
    ['of a kind that was not asked for', 'br', gzipSync(json)],
  ])('is no body where it is %s', (_, encoding, body) => {
    expect(received(encoding, body)).toMatchObject({ seen: undefined, failure: null });
  });
});

describe('cookies', () => {
  it('are kept, replaced and dropped', () => {
    const jar = createCookieJar();
    expect(jar.header()).toBeNull();
    jar.take('sid=abc; Path=/; HttpOnly');
    jar.take(['theme=dark', 'nonsense']);
    expect(jar.header()).toBe('sid=abc; theme=dark');
    jar.take('sid=def=; Max-Age=60');
    expect(jar.header()).toBe('sid=def=; theme=dark');
    jar.take(['sid=; Max-Age=0', 'theme=x; max-age=0']);
    expect(jar.header()).toBeNull();
  });
});
