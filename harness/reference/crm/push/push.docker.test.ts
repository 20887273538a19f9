import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { staffEmail } from '../../../../scenarios/lib/staff.ts';
import { seedDatabase } from '../../../../seed/seed-database.ts';
import { startThrowawayVm, type ThrowawayVm } from '../../../../seed/throwaway-vm.ts';
import type { PushEntry } from '../../outside/ledger.ts';
import { type Outside, startOutside } from '../../outside/outside.ts';
import type { ToldSubscription } from '../../outside/subscriptions.ts';
import { buildApp } from '../app.ts';
import { type Consumers, openConsumers } from '../jobs/consumers.ts';
import { readDepths } from '../jobs/depths.ts';
import { type OpenCrm, openCrm } from '../open-crm.ts';
import { nobodyOutside } from '../outside-config.ts';
import { sessionCookie } from '../sessions.ts';
import { send } from '../testing/send.ts';
import { pushConsumers } from './consumers.ts';

const tenants = ['mangatrai', 'sarkar'];

let vm: ThrowawayVm;
let app: FastifyInstance;
let open: OpenCrm;
let consumers: Consumers;
let outside: Outside;
const cookies = new Map<string, string>();

beforeAll(async () => {
  vm = await startThrowawayVm();
  await seedDatabase(vm.ownerDsn(), { customers: 200, seed: 5, tenants, staffPerTenant: 10 });
  outside = await startOutside();
  const config = {
    ...{ databaseUrl: vm.pooledDsn(), redisUrl: vm.redisUrl(), defect: null },
    outside: { ...nobodyOutside, secret: 'of-test', pushHosts: [new URL(outside.origin).host] },
  };
  app = await buildApp(config);
  open = openCrm(config);
  consumers = openConsumers(vm.redisUrl());
  consumers.ensure(await pushConsumers(open.crm));
});
afterAll(async () => {
  await consumers?.close();
  await app?.close();
  await open?.close();
  await outside?.close();
  await vm?.[Symbol.asyncDispose]();
});

/** The cookie of a session of that user: log-in costs half a second, and is tested elsewhere. */
async function cookieOf(tenant: string, number: number): Promise<string> {
  const email = staffEmail(tenant, number);
  if (!cookies.has(email)) {
    const sql = `select id, tenant_id, store_id from staff where email = '${email}'`;
    const [userId = 0, tenantId = 0, storeId = 0] = (await vm.superuser(sql)).split('|').map(Number);
    const id = await open.crm.sessions.start({ tenantId, tenant, userId, storeId });
    cookies.set(email, `${sessionCookie}=${id}`);
  }
  return cookies.get(email) as string;
}

async function admin(method: string, path: string, body?: object): Promise<string> {
  const answer = await fetch(`${outside.adminOrigin}${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(answer.ok).toBe(true);
  return answer.text();
}
const ledger = async () => JSON.parse(await admin('GET', '/ledger'));
/** All that came to a subscription. */
const came = async ({ id }: ToldSubscription): Promise<PushEntry[]> =>
  (await admin('GET', '/ledger/entries'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter(({ subscriptionId }) => subscriptionId === id);
const outcomes = async (browser: ToldSubscription) => (await came(browser)).map(({ outcome }) => outcome);

/** A browser of that user, subscribed to the CRM's key. */
async function browserOf(tenant: string, number: number) {
  const cookie = await cookieOf(tenant, number);
  const { publicKey } = (await send(app, 'GET', '/api/push/key', cookie)).body;
  const told: ToldSubscription = JSON.parse(
    await admin('POST', '/subscriptions', { applicationServerKey: publicKey }),
  );
  const { endpoint, keys } = told;
  const made = await send(app, 'POST', '/api/push/subscriptions', cookie, { endpoint, keys });
  expect(made).toMatchObject({ status: 201, body: { tenant, id: expect.any(Number) } });
  return { ...told, rowId: made.body.id as number };
}

let notified = 0;
async function notify(tenantId: number, staffId: number | null, more: object = {}): Promise<string> {
  const title = `Notification ${++notified}`;
  const data = {
    tenantId,
    staffId,
    storeId: null,
    title,
    body: 'A message came',
    url: '/threads/1',
    ...more,
  };
  await open.crm.jobs.add('push', { name: 'notify', data });
  return title;
}
const isActive = async (rowId: number) =>
  (await vm.superuser(`select active from push_subscriptions where id = ${rowId}`)) === 't';
const waitingJobs = async () => {
  const depth = (await readDepths(open.crm.jobs, Date.now())).find(({ name }) => name === 'push');
  return depth ? depth.waiting + depth.active + depth.delayed : Number.NaN;
};
const staffId = async (cookie: string) =>
  (await send(app, 'GET', '/api/auth/me', cookie)).body.user.id as number;

describe('a push', () => {
  it('arrives at the user it is for and is decrypted, and nobody else sees it', async () => {
    const [mine, colleague, other] = [
      await browserOf('mangatrai', 0),
      await browserOf('mangatrai', 1),
      await browserOf('sarkar', 0),
    ];
    const title = await notify(1, await staffId(await cookieOf('mangatrai', 0)));
    await expect.poll(() => outcomes(mine), { timeout: 20_000 }).toEqual(['accepted']);
    expect((await came(mine))[0]?.payload).toMatchObject({
      title,
      body: 'A message came',
      url: '/threads/1',
    });
    // of the other tenant's user of that number, of the whole tenant, of a store
    await notify(2, await staffId(await cookieOf('mangatrai', 0)));
    await notify(1, null);
    await expect.poll(() => outcomes(colleague), { timeout: 20_000 }).toEqual(['accepted']);
    await expect.poll(() => outcomes(mine), { timeout: 20_000 }).toEqual(['accepted', 'accepted']);
    await notify(2, null, { title: '€'.repeat(9_000), body: '"\\'.repeat(5_000) });
    await expect.poll(() => outcomes(other), { timeout: 20_000 }).toEqual(['accepted']);
    expect(await outcomes(mine)).toHaveLength(2);
    expect(await ledger()).toMatchObject({ doubled: 0, accepted: 4, refused: {} });
  });

  it('goes to a subscription that is gone once, and prunes it', async () => {
    const browser = await browserOf('mangatrai', 2);
    const staff = await staffId(await cookieOf('mangatrai', 2));
    await admin('DELETE', `/subscriptions/${browser.id}`);
    await notify(1, staff);
    await expect.poll(() => isActive(browser.rowId), { timeout: 20_000 }).toBe(false);
    await notify(1, staff);
    // worked on before it comes back, or it would find it
    await expect.poll(waitingJobs, { timeout: 20_000 }).toBe(0);
    const { endpoint, keys } = browser;
    // it comes back with the endpoint that it had
    const cookie = await cookieOf('mangatrai', 2);
    await send(app, 'POST', '/api/push/subscriptions', cookie, { endpoint, keys });
    expect(await isActive(browser.rowId)).toBe(true);
    await expect.poll(() => outcomes(browser)).toEqual(['gone']);
  });

  it('comes later where the service is too busy, and once where it failed or hung up', async () => {
    const [busy, failing, cut] = [
      await browserOf('mangatrai', 3),
      await browserOf('mangatrai', 4),
      await browserOf('mangatrai', 5),
    ];
    await admin('POST', '/faults', { kind: '429', retryAfterS: 2, subscriptionId: busy.id });
    await admin('POST', '/faults', { kind: '500', subscriptionId: failing.id });
    await admin('POST', '/faults', { kind: 'reset', subscriptionId: cut.id });
    const before = await ledger();
    for (const number of [3, 4, 5]) await notify(1, await staffId(await cookieOf('mangatrai', number)));
    await expect.poll(() => outcomes(busy), { timeout: 20_000 }).toEqual(['fault 429', 'accepted']);
    await expect.poll(() => outcomes(failing), { timeout: 20_000 }).toEqual(['fault 500', 'accepted']);
    await expect.poll(() => outcomes(cut), { timeout: 20_000 }).toEqual(['fault reset', 'accepted']);
    const [refused, accepted] = await came(busy);
    expect((accepted?.atMs ?? 0) - (refused?.atMs ?? 0)).toBeGreaterThan(1_900);
    expect(await ledger()).toMatchObject({ accepted: before.accepted + 3, doubled: 0 });
  });

  it('is seen twice where the answer was lost: the ledger tells, and both have the same name', async () => {
    const browser = await browserOf('mangatrai', 6);
    await admin('POST', '/faults', { kind: 'reset-after', subscriptionId: browser.id });
    await notify(1, await staffId(await cookieOf('mangatrai', 6)));
    await expect.poll(() => outcomes(browser), { timeout: 20_000 }).toEqual(['accepted', 'accepted']);
    const names = (await came(browser)).map(({ notificationId }) => notificationId);
    expect(names[0]).toBe(names[1]);
    expect((await ledger()).doubled).toBe(1);
  });

  it('is given up, not tried again, where the service finds it too large', async () => {
    const browser = await browserOf('mangatrai', 7);
    await admin('POST', '/faults', { kind: '413', subscriptionId: browser.id });
    await notify(1, await staffId(await cookieOf('mangatrai', 7)));
    const dead = () => open.crm.jobs.queue('push').getFailed();
    await expect.poll(async () => (await dead()).length, { timeout: 20_000 }).toBe(1);
    const [job] = await dead();
    expect(job?.failedReason).toBe('the push service answers 413');
    expect(await outcomes(browser)).toEqual(['fault 413']);
    expect(await isActive(browser.rowId)).toBe(true);
  });
});

it('refuses endpoints of nobody who pushes, and keys that are none', async () => {
  const cookie = await cookieOf('mangatrai', 0);
  const { endpoint, keys } = await browserOf('mangatrai', 0);
  const tried = async (body: object) =>
    (await send(app, 'POST', '/api/push/subscriptions', cookie, body)).status;
  expect(await tried({ endpoint: 'http://169.254.169.254/latest/meta-data', keys })).toBe(422);
  expect(
    await tried({
      endpoint: endpoint.replace('http:', 'https:'),
      keys: { ...keys, p256dh: `B${'A'.repeat(86)}` },
    }),
  ).toBe(422);
  expect(await tried({ endpoint })).toBe(400);
  expect((await send(app, 'GET', '/api/push/key', '')).status).toBe(401);
});

it('drops a subscription of the user’s own, and of nobody else', async () => {
  const { rowId } = await browserOf('mangatrai', 8);
  const drop = async (tenant: string, number: number) =>
    (
      await app.inject({
        method: 'DELETE',
        url: `/api/push/subscriptions/${rowId}`,
        headers: { cookie: await cookieOf(tenant, number) },
      })
    ).statusCode;
  expect(await drop('mangatrai', 9)).toBe(404);
  expect(await drop('sarkar', 8)).toBe(404);
  expect(await drop('mangatrai', 8)).toBe(204);
  expect(await drop('mangatrai', 8)).toBe(404);
});
