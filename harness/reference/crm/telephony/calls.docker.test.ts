import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { STAFF_PASSWORD, staffEmail } from '../../../../scenarios/lib/staff.ts';
import { seedDatabase } from '../../../../seed/seed-database.ts';
import { startThrowawayVm, type ThrowawayVm } from '../../../../seed/throwaway-vm.ts';
import { buildApp } from '../app.ts';
import type { Crm } from '../crm.ts';
import { type OpenCrm, openCrm } from '../open-crm.ts';
import { nobodyOutside } from '../outside-config.ts';
import { send } from '../testing/send.ts';
import { endLostCalls } from './rounds.ts';
import { workOnTelephony } from './webhook-events.ts';

const tenants = ['sarkar', 'zinzuwadia'];
const apiKey = 'key-of-test';

/** Stands for the telephone system: what it answers, and what it was asked. */
const pbx = {
  status: 200,
  sid: 0,
  asked: [] as URLSearchParams[],
  authorization: '',
  recording: Buffer.from('RIFF'),
  /** How it answers who asks for a recording; 0: not at all. */
  recordingStatus: 200,
};
const server: Server = createServer((request, response) => {
  pbx.authorization = request.headers.authorization ?? '';
  let text = '';
  request.on('data', (part) => {
    text += part;
  });
  request.on('end', () => {
    if (request.url?.startsWith('/recordings/')) {
      if (pbx.recordingStatus === 0) return request.socket.destroy();
      response.statusCode = pbx.recordingStatus;
      return response.end(pbx.recording);
    }
    pbx.asked.push(new URLSearchParams(text));
    if (pbx.status === 0) return request.socket.destroy();
    response.statusCode = pbx.status;
    response.end(JSON.stringify({ Call: { Sid: `sid-${++pbx.sid}` } }));
  });
});

let vm: ThrowawayVm;
let app: FastifyInstance;
let opened: OpenCrm;
let crm: Crm;
const told: object[] = [];
let cookie: string;
let other: string;

beforeAll(async () => {
  vm = await startThrowawayVm();
  await seedDatabase(vm.ownerDsn(), { customers: 500, seed: 5, tenants, staffPerTenant: 5 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = {
    databaseUrl: vm.pooledDsn(),
    redisUrl: vm.redisUrl(),
    defect: null,
    outside: { ...nobodyOutside, telephony: { servers: [url], apiKey, webhookSecret: 'w' } },
  };
  app = await buildApp(config);
  opened = openCrm(config);
  crm = {
    ...opened.crm,
    live: {
      ...opened.crm.live,
      tell: async (tenantId, to, event) => void told.push({ tenantId, to, ...event }),
    },
  };
  [cookie, other] = (await Promise.all(tenants.map(logIn))) as [string, string];
});
afterAll(async () => {
  await app?.close();
  await opened?.close();
  server.close();
  await vm?.[Symbol.asyncDispose]();
});
beforeEach(() => {
  Object.assign(pbx, { status: 200, asked: [], recordingStatus: 200 });
  told.length = 0;
});

async function logIn(tenant: string): Promise<string> {
  const payload = { email: staffEmail(tenant, 0), password: STAFF_PASSWORD };
  const { headers } = await send(app, 'POST', '/api/auth/login', '', payload);
  return String(headers['set-cookie']).split(';')[0] as string;
}
/** A port where nobody listens. */
async function closedPort(): Promise<number> {
  const one = createServer();
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  const { port } = one.address() as AddressInfo;
  await new Promise((resolve) => one.close(resolve));
  return port;
}
const idOf = async (tenant: string) => (await crm.tenants.idOf(tenant)) as number;
const customers = async (of = cookie) => (await send(app, 'GET', '/api/customers?size=5', of)).body.items;
const call = async (id: number, of = cookie) => (await send(app, 'GET', `/api/calls/${id}`, of)).body;
const ask = async () => {
  const [{ id: customerId }] = await customers();
  const answer = await send(app, 'POST', '/api/calls', cookie, { customerId });
  expect(answer.status).toBe(202);
  return {
    id: answer.body.id as number,
    sid: pbx.status === 200 ? `sid-${pbx.sid}` : `sid-of-${answer.body.id}`,
  };
};
const event = (id: number, sid: string, name: string, more: object = {}) =>
  idOf('sarkar').then((tenantId) =>
    workOnTelephony(crm, tenantId, {
      event: name,
      callId: sid,
      customField: `sarkar:${id}`,
      type: 'outgoing',
      ...more,
    }),
  );

it('asks for a call once, under the key, with both phones and a name of its own', async () => {
  const { id } = await ask();
  const [customer] = await customers();
  expect(pbx.asked.map((form) => Object.fromEntries(form))).toEqual([
    expect.objectContaining({ CustomField: `sarkar:${id}`, To: customer.phone.replace(/[^\d+]/g, '') }),
  ]);
  expect(pbx.asked[0]?.get('From')).toMatch(/^\+?\d{10,14}$/);
  expect(pbx.authorization).toBe(`Basic ${Buffer.from(`crm:${apiKey}`).toString('base64')}`);
  expect(await call(id)).toMatchObject({ status: 'asked', direction: 'outgoing', hasRecording: false });
  expect((await send(app, 'GET', '/api/calls', cookie)).body.items[0]).toMatchObject({ id });
});

it.each([
  [401, 503, 'the telephone system does not know us'],
  [429, 503, 'too many calls are asked for at present; try again in a minute'],
])('answers a refusal with %i by %i, and keeps the call as failed', async (status, answered, error) => {
  pbx.status = status;
  const [{ id: customerId }] = await customers();
  const answer = await send(app, 'POST', '/api/calls', cookie, { customerId });
  expect([answer.status, answer.body]).toEqual([answered, { error }]);
  const { items } = (await send(app, 'GET', `/api/calls?customerId=${customerId}`, cookie)).body;
  expect(items[0]).toMatchObject({ status: 'failed', disposition: 'not-placed' });
});

it.each([0, 500, 502])('asks no second time where the answer leaves it open (%i)', async (status) => {
  pbx.status = status;
  const { id, sid } = await ask();
  expect(pbx.asked.length).toBe(1);
  await event(id, sid, 'call.started');
  expect(await call(id)).toMatchObject({ status: 'ringing' });
});

it('refuses a customer who is not there or of another tenant, and calls nobody', async () => {
  const foreign = (await customers(other)).at(-1).id;
  for (const customerId of [2_000_000_000, foreign]) {
    const { status, body } = await send(app, 'POST', '/api/calls', cookie, { customerId });
    expect([status, body]).toEqual([404, { error: 'no such customer' }]);
  }
  expect(pbx.asked).toEqual([]);
});

it('takes no call where no telephone system is connected, or it is out of reach', async () => {
  const [{ id: customerId }] = await customers();
  const base = { databaseUrl: vm.pooledDsn(), redisUrl: vm.redisUrl(), defect: null };
  for (const [servers, error] of [
    [[], 'no telephone system is connected'],
    [[`http://127.0.0.1:${await closedPort()}`], 'the telephone system cannot be reached'],
  ] as const) {
    const telephony = { servers: [...servers], apiKey, webhookSecret: 'w' };
    const one = await buildApp({ ...base, outside: { ...nobodyOutside, telephony } });
    const answer = await send(one, 'POST', '/api/calls', cookie, { customerId });
    expect([answer.status, answer.body]).toEqual([503, { error }]);
    await one.close();
  }
});

it('follows a call, in whatever order and how often its events come', async () => {
  const { id, sid } = await ask();
  for (const name of ['call.started', 'call.started', 'call.answered', 'call.started'])
    await event(id, sid, name);
  expect(await call(id)).toMatchObject({ status: 'talking' });
  const early = await send(app, 'POST', `/api/calls/${id}/wrap-up`, cookie, { disposition: 'connected' });
  expect([early.status, early.body]).toEqual([409, { error: 'the call is not over yet' }]);
  const end = { duration: 42, recordingUrl: 'http://somewhere.example/recordings/x' };
  for (let n = 0; n < 2; n++) await event(id, sid, 'call.ended', end);
  await event(id, sid, 'call.answered');
  expect(await call(id)).toMatchObject({
    status: 'ended',
    durationS: 42,
    disposition: 'connected',
    hasRecording: true,
  });
  expect(told).toMatchObject([
    { type: 'call', callId: id, status: 'ringing' },
    { type: 'call', callId: id, status: 'talking' },
    { type: 'call', callId: id, status: 'ended' },
  ]);
  const wrapped = await send(app, 'POST', `/api/calls/${id}/wrap-up`, cookie, {
    disposition: 'call-back',
    note: 'on Friday',
  });
  expect(wrapped.body).toMatchObject({ disposition: 'call-back', note: 'on Friday' });

  const late = await ask();
  await event(late.id, late.sid, 'call.ended', { duration: null, reason: 'busy' });
  await event(late.id, late.sid, 'call.started');
  expect(await call(late.id)).toMatchObject({ status: 'failed', durationS: 0, disposition: 'busy' });
});

it('gives a recording by way of the telephone system alone, to its own tenant alone', async () => {
  const { id, sid } = await ask();
  expect((await send(app, 'GET', `/api/calls/${id}/recording`, cookie)).status).toBe(404);
  await event(id, sid, 'call.ended', { duration: 5, recordingUrl: 'http://169.254.169.254/secret' });
  const answer = await app.inject({ url: `/api/calls/${id}/recording`, headers: { cookie } });
  expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
    200,
    'audio/wav',
    'RIFF',
  ]);
  expect(answer.headers['content-length']).toBe('4');
  for (const [status, answered] of [
    [404, 404],
    [500, 503],
    [401, 503],
    [0, 503],
  ] as const) {
    pbx.recordingStatus = status;
    const other = await app.inject({ url: `/api/calls/${id}/recording`, headers: { cookie } });
    expect(other.statusCode, `the telephone system says ${status}`).toBe(answered);
  }
  for (const path of ['', '/recording']) {
    const foreign = await app.inject({ url: `/api/calls/${id}${path}`, headers: { cookie: other } });
    // another tenant may have a call of the same number: never this one
    expect([404, 200]).toContain(foreign.statusCode);
    if (foreign.statusCode === 200) expect(foreign.json()).toMatchObject({ tenant: 'zinzuwadia' });
  }
});

it('makes one row of an incoming call of a customer, and none of a stranger', async () => {
  const [customer] = await customers();
  const list = async () => (await send(app, 'GET', '/api/calls?size=100', cookie)).body.total as number;
  const before = await list();
  const incoming = {
    type: 'incoming',
    phoneNumber: customer.phone,
    agentPhone: '+910000000000',
    customField: null,
  };
  await Promise.all([1, 2].map(() => event(0, 'in-1', 'call.started', incoming)));
  await event(0, 'in-1', 'call.ended', { ...incoming, duration: 7 });
  await event(0, 'in-1', 'call.started', incoming);
  expect(await list()).toBe(before + 1);
  const { items } = (await send(app, 'GET', `/api/calls?customerId=${customer.id}`, cookie)).body;
  expect(items[0]).toMatchObject({ direction: 'incoming', status: 'ended', durationS: 7 });
  await event(0, 'in-2', 'call.started', { ...incoming, phoneNumber: '+910000000001' });
  expect(await list()).toBe(before + 1);
});

it('changes no call of another tenant', async () => {
  const { id, sid } = await ask();
  const payload = {
    event: 'call.ended',
    callId: sid,
    customField: `sarkar:${id}`,
    type: 'outgoing',
    duration: 9,
  };
  await workOnTelephony(crm, await idOf('zinzuwadia'), payload);
  expect(await call(id)).toMatchObject({ status: 'asked', durationS: 0 });
});

it('ends what was asked for long ago and never heard of again, and nothing else', async () => {
  const [old, young] = [await ask(), await ask()];
  await vm.superuser(`update calls set started_at = started_at - interval '6 minutes' where id = ${old.id}`);
  await endLostCalls(crm);
  await endLostCalls(crm);
  expect(await call(old.id)).toMatchObject({ status: 'failed', disposition: 'not-heard-of' });
  expect(await call(young.id)).toMatchObject({ status: 'asked' });
  expect(told.filter((one) => 'callId' in one && one.callId === old.id).length).toBe(1);
});

it('ends no call that is under way at midnight, when the clock of the business day jumps back', async () => {
  const calls = [await ask(), await ask(), await ask()] as const;
  const [young, old, ahead] = calls;
  const start = (id: number, by: string) =>
    vm.superuser(`update calls set started_at = started_at + interval '${by}' where id = ${id}`);
  await start(young.id, '23 hours 58 minutes');
  await start(old.id, '23 hours 54 minutes');
  await start(ahead.id, '20 seconds');
  await endLostCalls(crm);
  expect(await Promise.all(calls.map(async ({ id }) => (await call(id)).status))).toEqual([
    'asked',
    'failed',
    'asked',
  ]);
});

it('takes the end of a call that it had given up, once, and nothing before the end', async () => {
  const { id, sid } = await ask();
  await vm.superuser(`update calls set started_at = started_at - interval '6 minutes' where id = ${id}`);
  await endLostCalls(crm);
  expect(await call(id)).toMatchObject({ status: 'failed', disposition: 'not-heard-of' });
  await event(id, sid, 'call.answered');
  expect(await call(id)).toMatchObject({ status: 'failed', disposition: 'not-heard-of' });
  await event(id, sid, 'call.ended', { duration: 400 });
  await event(id, sid, 'call.ended', { duration: null, reason: 'busy' });
  expect(await call(id)).toMatchObject({ status: 'ended', durationS: 400, disposition: 'connected' });
  expect(told.filter((one) => 'status' in one && one.status === 'ended').length).toBe(1);
});
