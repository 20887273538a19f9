import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startThrowawayVm, type ThrowawayVm } from '../../../../seed/throwaway-vm.ts';
import { buildApp } from '../app.ts';
import { openQueueClient, openRedis, type QueueClient, type RedisStore } from '../redis.ts';
import { createSessions, type Sessions } from '../sessions.ts';
import { send } from '../testing/send.ts';
import { type Browser, connectBrowser } from '../testing/websocket.ts';
import { type LiveHub, openLive } from './live.ts';
import { openPresence } from './presence.ts';

let vm: ThrowawayVm;
let redis: RedisStore;
let sessions: Sessions;
/** Who tells: neither of the two servers. */
let teller: LiveHub;
let client: QueueClient;
const apps: FastifyInstance[] = [];
const bases: string[] = [];
const browsers: Browser[] = [];

async function serve(): Promise<string> {
  const app = await buildApp({ databaseUrl: vm.pooledDsn(), redisUrl: vm.redisUrl(), defect: null });
  apps.push(app);
  return app.listen({ host: '127.0.0.1', port: 0 });
}
beforeAll(async () => {
  vm = await startThrowawayVm();
  redis = openRedis(vm.redisUrl());
  sessions = createSessions(redis.commands);
  teller = openLive(vm.redisUrl(), async () => true);
  client = openQueueClient(vm.redisUrl(), 'producer');
  bases.push(await serve(), await serve());
});
afterEach(async () => {
  for (const { socket } of browsers.splice(0)) socket.terminate();
  await expect.poll(async () => [...(await here(1)), ...(await here(2))], soon).toEqual([]);
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await teller?.close();
  client?.disconnect();
  redis?.close();
  await vm?.[Symbol.asyncDispose]();
});

const soon = { timeout: 10_000, interval: 20 };
const names = ['', 'mangatrai', 'sarkar'];
const here = (tenantId: number) => openPresence(client, 'nobody').read(tenantId);
const logIn = async (tenantId: number, userId: number, storeId: number) =>
  `sid=${await sessions.start({ tenantId, tenant: names[tenantId] as string, userId, storeId })}`;
async function browse(server: 0 | 1, cookie: string, headers?: Record<string, string>): Promise<Browser> {
  const browser = await connectBrowser(bases[server] as string, cookie, headers);
  browsers.push(browser);
  return browser;
}
const order = { type: 'order', orderId: 7 } as const;
/** What it was told beside who comes and goes. */
const news = ({ told }: Browser) => told.filter(({ type }) => type !== 'presence');

it('tells browsers on all servers, those who are meant and of the tenant alone', async () => {
  const [asha, bina, chitra, devi] = [
    ...[await browse(0, await logIn(1, 11, 1)), await browse(1, await logIn(1, 12, 1))],
    ...[await browse(1, await logIn(1, 13, 2)), await browse(1, await logIn(2, 11, 1))],
  ] as [Browser, Browser, Browser, Browser];
  await teller.tell(1, { userId: 11 }, { type: 'call', callId: 1 });
  await teller.tell(1, { storeId: 1 }, { type: 'payment', orderId: 2, paymentId: 3 });
  await teller.tell(1, 'all', order);
  await teller.tell(2, 'all', { type: 'order', orderId: 8 });
  await expect.poll(() => news(devi).length + news(chitra).length, soon).toBe(2);
  await expect.poll(() => news(asha).length + news(bina).length, soon).toBe(5);
  const payment = { type: 'payment', orderId: 2, paymentId: 3 };
  expect(news(asha)).toEqual([{ type: 'call', callId: 1 }, payment, order]);
  expect(news(bina)).toEqual([payment, order]);
  expect(news(chitra)).toEqual([order]);
  expect(news(devi)).toEqual([{ type: 'order', orderId: 8 }]);
  expect(JSON.stringify(devi.told)).not.toContain('"userId":12');
});

it('knows who is here, over both servers and several tabs, and tells who comes and goes', async () => {
  const cookie = await logIn(1, 11, 1);
  const asha = await browse(0, cookie);
  const [tab, other] = [await browse(0, await logIn(1, 12, 1)), await browse(1, await logIn(1, 12, 1))];
  const alien = await browse(1, await logIn(2, 99, 1));
  const ask = async (app: 0 | 1) =>
    (await send(apps[app] as FastifyInstance, 'GET', '/api/presence', cookie)).body;
  for (const app of [0, 1] as const)
    await expect.poll(() => ask(app), soon).toEqual({ tenant: 'mangatrai', users: [11, 12] });
  tab.socket.close();
  await pause(200);
  expect((await ask(1)).users).toEqual([11, 12]);
  other.socket.terminate();
  await expect.poll(() => ask(0), soon).toEqual({ tenant: 'mangatrai', users: [11] });
  const ofBina = () => asha.told.filter(({ userId }) => userId === 12).map(({ here }) => here);
  await expect.poll(ofBina, soon).toEqual([true, false]);
  expect(alien.told.map(({ userId }) => userId)).toEqual([99]);
});

it('forgets who was on a process that died, and whoever speaks next tells that they have gone', async () => {
  const dead = openPresence(client, 'dead');
  expect(await dead.come(1, [21, 22])).toEqual({ came: [21, 22], gone: [] });
  const key = 'tenant:1:present';
  expect(await client.pttl(key)).toBeGreaterThan(30_000);
  // as if half a minute had passed
  for (const user of [21, 22]) await client.zadd(key, 1, `${user}:dead`);
  expect(await here(1)).toEqual([]);
  const living = openPresence(client, 'living');
  const change = await living.come(1, [22]);
  expect([change.came, change.gone]).toEqual([[], [21]]);
  await living.go(1, [22]);
});

describe('refuses', () => {
  const evil = { origin: 'https://evil.example' };

  it('who is not logged in, a page of another site, and whoever asks for no websocket', async () => {
    await expect(browse(0, '')).rejects.toThrow('401');
    await expect(browse(0, 'sid=1.made-up')).rejects.toThrow('401');
    const cookie = await logIn(1, 31, 1);
    await expect(browse(0, cookie, evil)).rejects.toThrow('403');
    await browse(0, cookie, { origin: bases[0] as string });
    const plain = await fetch(`${bases[0]}/api/live`, { headers: { cookie } });
    expect([plain.status, await plain.json()]).toEqual([400, { error: 'a websocket is asked for here' }]);
  });

  it('long messages, and more sockets than one user has tabs', async () => {
    const cookie = await logIn(1, 32, 1);
    const loud = await browse(0, cookie);
    loud.socket.send('x'.repeat(2_000));
    expect(await loud.closed).toBe(1009);
    const tabs = await Promise.all(Array.from({ length: 20 }, () => browse(0, cookie)));
    await expect(browse(0, cookie)).rejects.toThrow('429');
    expect(tabs.every(({ socket }) => socket.readyState === 1)).toBe(true);
  });
});

it('closes the sockets of a session that logs out, on the other server too', async () => {
  const cookie = await logIn(1, 41, 1);
  const [mine, other] = [await browse(1, cookie), await browse(1, await logIn(1, 41, 1))];
  expect((await send(apps[0] as FastifyInstance, 'POST', '/api/auth/logout', cookie)).status).toBe(204);
  expect(await mine.closed).toBe(1008);
  await teller.tell(1, { userId: 41 }, order);
  await expect.poll(() => news(other), soon).toEqual([order]);
});

it('cuts off who does not read, and counts what it told', async () => {
  const cookie = await logIn(1, 51, 1);
  const reader = await browse(0, await logIn(1, 52, 1));
  const { hostname, port } = new URL(bases[0] as string);
  const deaf = connect(Number(port), hostname);
  const ended = once(deaf, 'close');
  deaf.on('error', () => {});
  deaf.write(
    `GET /api/live HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${cookie}\r\nUpgrade: websocket\r\n` +
      'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await expect.poll(() => here(1), soon).toContain(51);
  const counts = async () => (await send(apps[1] as FastifyInstance, 'GET', '/queuez', '')).body.live;
  await expect.poll(counts, soon).toMatchObject({ connected: 2, cutOff: 0 });
  const before = await counts();
  // more than the kernel takes for somebody who reads nothing
  const padding = 'x'.repeat(250_000);
  for (let n = 1; n <= 60; n++) {
    await teller.tell(1, 'all', { type: 'order', orderId: n, padding });
    await expect.poll(() => news(reader).length, { ...soon, interval: 2 }).toBe(n);
  }
  await expect.poll(() => here(1), soon).not.toContain(51);
  await expect.poll(counts, soon).toMatchObject({ connected: 1, cutOff: 1 });
  // each process writes its own once a second
  const since = async () => {
    const { told, delivered } = await counts();
    return Math.min(told - before.told, delivered - before.delivered);
  };
  await expect.poll(since, soon).toBeGreaterThanOrEqual(60);
  deaf.resume();
  await ended;
});

it('goes on after Redis was restarted', async () => {
  const browser = await browse(0, await logIn(1, 61, 1));
  await vm.execute('supervisorctl', '-c', '/opt/vm/supervisord.conf', 'restart', 'redis');
  await teller.tell(1, 'all', order);
  const again = async () => {
    await teller.tell(1, 'all', order);
    return news(browser).length;
  };
  await expect.poll(again, { ...soon, interval: 200 }).toBeGreaterThan(0);
  expect(browser.socket.readyState).toBe(1);
});

it('is not held up by sockets when it ends, and takes its users with it', async () => {
  const base = await serve();
  const stays = await connectBrowser(base, await logIn(1, 71, 1));
  // one that never answers to being asked to close
  const stubborn = await connectBrowser(base, await logIn(1, 72, 1));
  (stubborn.socket as unknown as { _socket: { pause(): void } })._socket.pause();
  await expect.poll(() => here(1), soon).toEqual([71, 72]);
  const from = performance.now();
  await (apps.pop() as FastifyInstance).close();
  expect(performance.now() - from).toBeLessThan(2_000);
  expect(await stays.closed).toBe(1001);
  expect(await here(1)).toEqual([]);
  stubborn.socket.terminate();
});
