import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { STAFF_PASSWORD, staffEmail } from '../../../../scenarios/lib/staff.ts';
import { seedDatabase } from '../../../../seed/seed-database.ts';
import { startThrowawayVm, type ThrowawayVm } from '../../../../seed/throwaway-vm.ts';
import { buildApp } from '../app.ts';
import type { Crm } from '../crm.ts';
import { type Consumers, openConsumers } from '../jobs/consumers.ts';
import { GiveUp, HoldQueue, type JobInHand } from '../jobs/job.ts';
import { numberQueue, queues } from '../jobs/names.ts';
import { type OpenCrm, openCrm } from '../open-crm.ts';
import { nobodyOutside, type OutsideConfig } from '../outside-config.ts';
import { type Answer, send } from '../testing/send.ts';
import { betterAck } from './acks.ts';
import { seeAfterCampaigns } from './campaign-sweep.ts';
import { startDue } from './campaign-work.ts';
import { whatsappConsumers } from './consumers.ts';
import { restoreSessions } from './registration.ts';
import { takeBackFailure } from './retry.ts';
import { sendCampaignMessage } from './send-campaign-message.ts';
import { handInWaitingReplies } from './send-reply.ts';
import {
  type Fate,
  type RecordingWaha,
  type SentText,
  startRecordingWaha,
} from './testing/recording-waha.ts';
import { ackOf, messageOf, statusOf } from './testing/waha-events.ts';
import { workOnWaha } from './webhook-events.ts';

const tenants = ['mangatrai', 'sarkar', 'zinzuwadia'];
const apiKey = 'key-of-test';

let vm: ThrowawayVm;
let owner: pg.Client;
let wahas: RecordingWaha[];
let outside: OutsideConfig;
let opened: OpenCrm;
let crm: Crm;
let app: FastifyInstance;
let consumers: Consumers[];

beforeAll(async () => {
  [vm, ...wahas] = await Promise.all([
    startThrowawayVm(),
    startRecordingWaha(apiKey),
    startRecordingWaha(apiKey),
  ]);
  await seedDatabase(vm.ownerDsn(), { customers: 450, seed: 5, tenants, staffPerTenant: 10 });
  owner = new pg.Client(vm.ownerDsn());
  await owner.connect();
  const whatsapp = { servers: wahas.map(({ url }) => url), apiKey, perNumberPerMinute: 6_000 };
  outside = { ...nobodyOutside, publicUrl: 'http://crm.test', secret: 's', whatsapp };
  const config = { databaseUrl: vm.pooledDsn(), redisUrl: vm.redisUrl(), defect: null, outside };
  opened = openCrm(config);
  crm = opened.crm;
  app = await buildApp(config);
  const all = await whatsappConsumers(crm);
  expect(all.find(({ queue }) => queue === numberQueue('sarkar-4'))?.limit).toEqual({
    most: 10,
    everyMs: 100,
  });
  // as in two processes
  consumers = [openConsumers(vm.redisUrl()), openConsumers(vm.redisUrl())];
  for (const one of consumers) one.ensure(all);
});
afterAll(async () => {
  await Promise.allSettled([...(consumers ?? []).map((one) => one.close()), app?.close(), owner?.end()]);
  await opened?.close();
  await Promise.all((wahas ?? []).map((waha) => waha.stop()));
  await vm?.[Symbol.asyncDispose]();
});
afterEach(() => {
  for (const waha of wahas) {
    waha.fate = () => 'taken';
    waha.onTaken = async () => {};
    waha.taken.length = 0;
    waha.asked.length = 0;
  }
});

const rows = async (sql: string, values: unknown[] = []) => (await owner.query(sql, values)).rows;
const taken = () => wahas.flatMap((waha) => waha.taken);
const asked = (what: RegExp) => wahas.flatMap((waha) => waha.asked).filter((line) => what.test(line));

interface User {
  get(path: string): Promise<Answer>;
  post(path: string, payload?: object): Promise<Answer>;
}

async function logIn(tenant: string, number = 1): Promise<User> {
  const payload = { email: staffEmail(tenant, number), password: STAFF_PASSWORD };
  const { headers } = await send(app, 'POST', '/api/auth/login', '', payload);
  const cookie = String(headers['set-cookie']).split(';')[0] as string;
  return {
    get: (path) => send(app, 'GET', `/api/${path}`, cookie),
    post: (path, payload) => send(app, 'POST', `/api/${path}`, cookie, payload),
  };
}

async function templateOf(user: User): Promise<number> {
  const { body } = await user.get('message-templates');
  return body.items.find(({ name }: { name: string }) => name === 'new_collection').id;
}

async function newCampaign(user: User, more: object = {}): Promise<number> {
  const templateId = await templateOf(user);
  const { status, body } = await user.post('campaigns', { name: 'Diwali', templateId, ...more });
  expect(status).toBe(201);
  return body.id;
}

/** The day of the dataset goes on until its shops close, so what is written now need not be the latest of it. */
async function threadById(user: User, id: number) {
  const { items } = (await user.get('threads?size=100&status=open')).body;
  return items.find((thread: { id: number }) => thread.id === id);
}

const recipientsOf = (campaignId: number) =>
  rows('select * from campaign_recipients where campaign_id = $1 order by id', [campaignId]);
/** Waits until the campaign says so. */
const until = (user: User, id: number, fields: object) =>
  expect
    .poll(async () => (await user.get(`campaigns/${id}`)).body, { timeout: 30_000, interval: 200 })
    .toMatchObject(fields);

/** Every message of a campaign once, to those of the tenant and segment who agreed, by the right number and server. */
async function expectEachOnce(campaignId: number, tenantId: number): Promise<void> {
  const wanted = await rows(
    `select k.phone, coalesce(w.session, s.name) as session, s2.server from customers k
       left join whatsapp_threads w on w.customer_id = k.id join whatsapp_sessions s on s.store_id = k.store_id
       join whatsapp_sessions s2 on s2.name = coalesce(w.session, s.name)
     where k.tenant_id = $1 and k.whatsapp_consent and k.marketing_consent
       and (select segment from campaigns where id = $2) is not distinct from
         case when (select segment from campaigns where id = $2) is null then null else k.segment end`,
    [tenantId, campaignId],
  );
  const line = (phone: string, session: string, server: number) =>
    `${phone.slice(1)}@c.us ${session} ${server}`;
  const lines = wahas.flatMap((waha, server) =>
    waha.taken.map(({ chatId, session }) => `${chatId} ${session} ${server}`),
  );
  expect(lines.sort()).toEqual(wanted.map((row) => line(row.phone, row.session, row.server)).sort());
  const ids = (await recipientsOf(campaignId)).flatMap(({ waha_id }) => waha_id ?? []);
  expect(
    taken()
      .map(({ chatId, id }) => `true_${chatId}_${id}`)
      .sort(),
  ).toEqual(ids.sort());
}

/** What the seeder's own tests hold its threads to. */
async function expectThreadsToSayWhatMessagesSay(): Promise<void> {
  const wrong = await rows(
    `select w.id from whatsapp_threads w cross join lateral (
       select count(*) as all, count(*) filter (where not from_me and ack = 2) as unread, max(sent_at) as last,
         min(sent_at) as first, count(*) filter (where (staff_id is null) = from_me) as nobodys
       from whatsapp_messages m where m.thread_id = w.id) m
     where (w.message_count, w.unread_count, w.last_message_at, w.created_at)
       is distinct from (m.all, m.unread, m.last, m.first) or m.nobodys > 0
       or w.status = 'closed' and w.unread_count > 0 or not exists (
         select from whatsapp_messages l where l.thread_id = w.id and l.sent_at = w.last_message_at
           and starts_with(l.body, rtrim(w.last_message_preview, '.')))`,
  );
  expect(wrong).toEqual([]);
}

async function expectCountsToBeThoseOfTheRows(user: User, id: number): Promise<void> {
  const counted = { recipients: 0, sent: 0, delivered: 0, read: 0, failed: 0, skipped: 0 };
  for (const { status } of await recipientsOf(id)) {
    counted.recipients++;
    if (['sent', 'delivered', 'read'].includes(status)) counted.sent++;
    if (['delivered', 'read'].includes(status)) counted.delivered++;
    if (status === 'read') counted.read++;
    if (status === 'failed') counted.failed++;
    if (status === 'skipped') counted.skipped++;
  }
  await until(user, id, counted);
}

it('registers each number once, at its server, and sees to those that do not work', async () => {
  await restoreSessions(crm);
  expect(wahas.map(({ sessions }) => sessions.size)).toEqual([6, 6]);
  const [first, second] = wahas.map(({ sessions }) => [...sessions.keys()]) as [string[], string[]];
  expect([...first, ...second].sort()).toEqual(
    tenants.flatMap((slug) => [1, 2, 3, 4].map((n) => `${slug}-${n}`)).sort(),
  );
  for (const slug of tenants) expect(first.filter((name) => name.startsWith(slug))).toHaveLength(2);
  const { config } = [...(wahas[0]?.sessions.values() ?? [])][0] as {
    config: { webhooks: { url: string }[] };
  };
  expect(config.webhooks[0]?.url).toMatch(/^http:\/\/crm\.test\/webhooks\/\w+\/waha$/);
  await restoreSessions(crm);
  expect(asked(/^(POST|PUT)/)).toHaveLength(12);
  const [one, other] = [...(wahas[1]?.sessions.values() ?? [])] as { status: string; config: unknown }[];
  Object.assign(one as object, { status: 'FAILED' });
  Object.assign(other as object, { config: {} });
  await restoreSessions(crm);
  expect([asked(/restart$/).length, asked(/^PUT/).length]).toEqual([1, 1]);
  await restoreSessions(crm);
  expect(await rows('select distinct status from whatsapp_sessions')).toEqual([{ status: 'WORKING' }]);
});

describe('a campaign', () => {
  it('reaches everybody once, whatever WAHA answers and whenever acknowledgements come', async () => {
    const user = await logIn('sarkar');
    const fates: Fate[] = ['lost', 'mute', 'garbage', 'too-many', 'broken', 'not-working', 'lie', 'taken'];
    let sendings = 0;
    const late: SentText[] = [];
    /** In disorder, and twice. */
    const acknowledge = async (text: SentText) => {
      for (const ack of [2, 1, 3, 1, 3]) await workOnWaha(crm, 2, ackOf(text, ack));
    };
    for (const waha of wahas) {
      waha.fate = () => (sendings < 32 ? (fates[sendings++ % fates.length] as Fate) : 'taken');
      // before the answer, or when all is over
      waha.onTaken = async (text) => {
        if (taken().length % 3 === 0) await acknowledge(text);
        else late.push(text);
      };
    }
    const id = await newCampaign(user);
    expect((await user.post(`campaigns/${id}/start`)).status).toBe(202);
    await until(user, id, { status: 'sent', finishedAt: expect.any(String) });
    await Promise.all(late.map(acknowledge));
    expect(sendings).toBe(32);
    await expectEachOnce(id, 2);
    const own = await recipientsOf(id);
    expect(own.length).toBeGreaterThan(100);
    expect(new Set(own.map(({ status }) => status))).toEqual(new Set(['read', 'skipped']));
    expect(taken().length).toBeGreaterThan(40);
    await expectCountsToBeThoseOfTheRows(user, id);
    await expectThreadsToSayWhatMessagesSay();
    expect(
      await rows(`select ack, kind from whatsapp_messages where waha_id = $1`, [
        own.find((r) => r.waha_id)?.waha_id,
      ]),
    ).toEqual([{ ack: 3, kind: 'template' }]);
  });

  it('says what failed, and goes on after WAHA was away', async () => {
    const user = await logIn('zinzuwadia');
    const id = await newCampaign(user, { segment: 'regular' });
    let refused = '';
    for (const waha of wahas)
      waha.fate = ({ chatId }) => {
        refused ||= chatId;
        return chatId === refused ? 'refused' : 'taken';
      };
    await wahas[0]?.stop();
    await user.post(`campaigns/${id}/start`);
    await expect.poll(() => taken().length, { timeout: 20_000 }).toBeGreaterThan(2);
    await wahas[0]?.start();
    await until(user, id, { status: 'sent', failed: 1 });
    expect(wahas[0]?.taken.length).toBeGreaterThan(0);
    const own = await recipientsOf(id);
    expect(own.filter(({ status }) => status === 'failed')).toMatchObject([
      { reason: expect.stringContaining('does not exist'), sent_at: null },
    ]);
    expect(taken()).toHaveLength(own.filter(({ status }) => status === 'sent').length);
    expect(new Set(taken().map((text) => text.chatId)).size).toBe(taken().length);
    const segments = await rows(
      'select distinct segment from customers k join campaign_recipients r on r.customer_id = k.id where r.campaign_id = $1',
      [id],
    );
    expect(segments).toEqual([{ segment: 'regular' }]);
    await expectCountsToBeThoseOfTheRows(user, id);
    // it is over, so another attempt would do nothing
    const { items: dead } = (await user.get('jobs/dead')).body;
    expect(dead).toMatchObject([{ name: 'campaign', reason: expect.stringContaining('does not exist') }]);
    expect(await user.post(`jobs/dead/${dead[0].queue}/${dead[0].id}/retry`)).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining('its campaign is over') },
    });
  });

  it('can be paused, resumed and cancelled, and no other way', async () => {
    const user = await logIn('mangatrai');
    const stranger = await logIn('sarkar');
    const id = await newCampaign(user, { pacePerMinute: 600 });
    for (const move of ['start', 'pause', 'resume', 'cancel'])
      expect((await stranger.post(`campaigns/${id}/${move}`)).status).toBe(404);
    expect((await user.post(`campaigns/${id}/pause`)).status).toBe(409);
    const began = performance.now();
    await user.post(`campaigns/${id}/start`);
    expect((await user.post(`campaigns/${id}/start`)).status).toBe(409);
    await expect.poll(() => taken().length, { timeout: 10_000 }).toBeGreaterThan(3);
    expect(taken().length).toBeLessThanOrEqual((performance.now() - began) / 100 + 1);
    expect((await user.post(`campaigns/${id}/pause`)).body.status).toBe('paused');
    const names = tenants.flatMap((slug) => [1, 2, 3, 4].map((n) => numberQueue(`${slug}-${n}`)));
    const jobs = async () => {
      const counts = names.map((name) =>
        crm.jobs.queue(name).getJobCountByTypes('waiting', 'prioritized', 'active', 'delayed'),
      );
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    };
    await expect.poll(jobs, { timeout: 10_000 }).toBe(0);
    const before = taken().length;
    expect((await user.post(`campaigns/${id}/resume`)).status).toBe(202);
    await expect.poll(() => taken().length, { timeout: 10_000 }).toBeGreaterThan(before + 3);
    expect((await user.post(`campaigns/${id}/cancel`)).body).toMatchObject({
      status: 'cancelled',
      finishedAt: expect.any(String),
    });
    await expect.poll(jobs, { timeout: 10_000 }).toBe(0);
    const own = await recipientsOf(id);
    expect(own.filter(({ status }) => status === 'sent')).toHaveLength(taken().length);
    expect(own.filter(({ status }) => status === 'cancelled').length).toBeGreaterThan(10);
    expect(own.filter(({ status }) => ['pending', 'sending'].includes(status))).toEqual([]);
    expect((await user.post(`campaigns/${id}/resume`)).status).toBe(409);
    await expectCountsToBeThoseOfTheRows(user, id);
  });

  it('begins at its time, and no campaign of the dataset does', async () => {
    const user = await logIn('sarkar');
    const inMs = (ms: number) => ({ segment: 'vip', scheduledAt: new Date(Date.now() + ms).toISOString() });
    const far = await newCampaign(user, inMs(3_600_000));
    await startDue(crm, 2);
    expect((await user.get(`campaigns/${far}`)).body).toMatchObject({ status: 'scheduled', recipients: 0 });
    const id = await newCampaign(user, inMs(500));
    await until(user, id, { status: 'sent' });
    // its job was lost
    await owner.query("update campaigns set begin_at = now() - interval '1 minute' where id = $1", [far]);
    for (const tenant of [1, 2, 3]) await startDue(crm, tenant);
    await until(user, far, { status: 'sent' });
    const { body } = await user.get('campaigns?size=100');
    const seeded = body.items.filter((row: { status: string }) =>
      ['scheduled', 'draft'].includes(row.status),
    );
    expect(seeded.filter((row: { status: string }) => row.status === 'scheduled')).toHaveLength(1);
    // nor by hand: it would go to everybody
    expect(seeded.length).toBeGreaterThan(1);
    for (const row of seeded) expect((await user.post(`campaigns/${row.id}/start`)).status).toBe(409);
    const leap = { name: 'x', templateId: await templateOf(user), scheduledAt: '2026-12-31T23:59:60Z' };
    expect((await user.post('campaigns', leap)).status).toBe(400);
    expect((await user.post('campaigns', { name: 'x', templateId: 2_000_000 })).status).toBe(404);
    const others = await templateOf(await logIn('mangatrai'));
    expect((await user.post('campaigns', { name: 'x', templateId: others })).status).toBe(404);
  });

  it('is handed in again where Redis has lost its jobs', async () => {
    const user = await logIn('mangatrai');
    const id = await newCampaign(user, { pacePerMinute: 1 });
    await user.post(`campaigns/${id}/start`);
    await expect
      .poll(() => rows('select from campaigns where id = $1 and filled_at is not null', [id]), {
        timeout: 10_000,
      })
      .toHaveLength(1);
    for (const n of [1, 2, 3, 4])
      await crm.jobs.queue(numberQueue(`mangatrai-${n}`)).obliterate({ force: true });
    // and of one there is a dead letter, as of a database that was here before
    const waiting = (await recipientsOf(id)).find(({ status }) => status === 'pending');
    const queue = crm.jobs.queue(numberQueue(waiting.session));
    const jobId = `m-${waiting.id}`;
    await queue.add('campaign', { tenantId: 1, recipientId: 'nobody' }, { jobId, attempts: 1 });
    await expect.poll(() => queue.getJobState(jobId), { timeout: 10_000 }).toBe('failed');
    await owner.query('update campaigns set pace_per_minute = null where id = $1', [id]);
    await seeAfterCampaigns(crm, 1);
    await until(user, id, { status: 'sent' });
    await expectEachOnce(id, 1);
  });
});

it('finds out what became of a message whose consumer died', async () => {
  const user = await logIn('sarkar');
  const id = await newCampaign(user, { pacePerMinute: 1 });
  await user.post(`campaigns/${id}/start`);
  await expect
    .poll(() => rows('select from campaigns where id = $1 and filled_at is not null', [id]), {
      timeout: 10_000,
    })
    .toHaveLength(1);
  const [sent, unsent, lost, bad] = (await recipientsOf(id))
    .filter(({ status }) => status === 'pending')
    .slice(-4);
  const hand = (recipientId: number, attemptsMade = 0): JobInHand => ({
    id: `m-${recipientId}`,
    name: 'campaign',
    data: { tenantId: 2, recipientId },
    attemptsMade,
    progress: async () => {},
  });
  const statusOfRow = async (recipientId: number) =>
    (await recipientsOf(id)).find((row) => row.id === recipientId)?.status;
  const texts: SentText[] = [];
  for (const waha of wahas) waha.onTaken = async (text) => void texts.push(text);
  await sendCampaignMessage(crm, hand(sent.id));
  const [text] = texts as [SentText];
  // as if it had died just after the sending, and just before it
  await owner.query(
    "update campaign_recipients set status = 'sending', sent_at = null, ack = null where id = $1",
    [sent.id],
  );
  await owner.query("update campaign_recipients set status = 'sending', waha_id = 'true_x_1' where id = $1", [
    unsent.id,
  ]);
  for (let times = 0; times < 2; times++) {
    await sendCampaignMessage(crm, hand(sent.id));
    await sendCampaignMessage(crm, hand(unsent.id));
  }
  expect(taken().filter((one) => one.id === text.id)).toHaveLength(1);
  expect(taken().filter((one) => one.id === '1')).toHaveLength(1);
  // taken by nobody: it goes back, and nothing of it stays
  const session = wahas.flatMap(({ sessions }) => sessions.get(lost.session) ?? [])[0];
  Object.assign(session as object, { status: 'STARTING' });
  await expect(sendCampaignMessage(crm, hand(lost.id))).rejects.toBeInstanceOf(HoldQueue);
  expect(await statusOfRow(lost.id)).toBe('pending');
  Object.assign(session as object, { status: 'WORKING' });
  await workOnWaha(crm, 2, statusOf(lost.session, 'WORKING'));
  // perhaps sent, and WAHA cannot be asked: that stays as it is, so that nobody cancels what has gone out
  await owner.query("update campaign_recipients set status = 'sending', waha_id = 'true_x_2' where id = $1", [
    lost.id,
  ]);
  for (const waha of wahas) await waha.stop();
  await expect(sendCampaignMessage(crm, hand(lost.id))).rejects.toBeInstanceOf(HoldQueue);
  expect(await statusOfRow(lost.id)).toBe('sending');
  for (const waha of wahas) await waha.start();
  await owner.query("update campaign_recipients set status = 'pending' where id = $1", [lost.id]);
  // the session is well, so it is this message: it must not stop its number for ever
  for (const waha of wahas) waha.fate = () => 'not-working';
  await expect(sendCampaignMessage(crm, hand(bad.id))).rejects.not.toBeInstanceOf(HoldQueue);
  expect(await statusOfRow(bad.id)).toBe('pending');
  await expect(sendCampaignMessage(crm, hand(bad.id, 7))).rejects.toBeInstanceOf(GiveUp);
  expect(await statusOfRow(bad.id)).toBe('failed');
  await takeBackFailure(crm, 'campaign', hand(bad.id).data);
  expect(await statusOfRow(bad.id)).toBe('pending');
  // a session that is known not to work is not knocked at
  await workOnWaha(crm, 2, statusOf(lost.session, 'SCAN_QR_CODE'));
  await workOnWaha(crm, 2, statusOf(lost.session, 'WORKING', Date.now() - 60_000));
  const knocked = asked(/sendText/).length;
  await expect(sendCampaignMessage(crm, hand(lost.id))).rejects.toThrow('SCAN_QR_CODE');
  expect(asked(/sendText/)).toHaveLength(knocked);
  await workOnWaha(crm, 2, statusOf(lost.session, 'WORKING'));
  await user.post(`campaigns/${id}/cancel`);
});

it('takes acknowledgements in any order for the same', async () => {
  const all = await rows(`
    with acks as (select unnest('{-1,0,1,2,3,4,null}'::smallint[]) as ack)
    select a.ack as a, b.ack as b, ${betterAck('a.ack', 'b.ack')} as ab, ${betterAck('b.ack', 'a.ack')} as ba
    from acks a, acks b`);
  expect(all).toHaveLength(49);
  for (const { a, b, ab, ba } of all) expect(ab, `${a} and ${b}`).toBe(ba);
  const better = (a: number, b: number) => all.find((row) => row.a === a && row.b === b)?.ab;
  expect([better(1, -1), better(2, -1), better(3, 1), better(0, -1)]).toEqual([-1, 2, 3, -1]);
});

describe('a thread', () => {
  it('takes what a customer writes once, in whatever order', async () => {
    const user = await logIn('mangatrai');
    const [known] = await rows(
      'select * from whatsapp_threads where tenant_id = 1 and staff_id is not null order by last_message_at limit 1',
    );
    const phone = `+${known.chat_id.split('@')[0]}`;
    const events = [
      messageOf(known.session, phone, 'Later'),
      messageOf(known.session, phone, 'Earlier', { timestamp: Math.floor(Date.now() / 1000) - 20 }),
    ];
    const push = crm.jobs.queue(queues.push);
    await push.drain();
    for (const event of [...events, ...events]) await workOnWaha(crm, 1, event);
    await Promise.all(events.map((event) => workOnWaha(crm, 1, event)));
    expect(await threadById(user, known.id)).toMatchObject({
      status: 'open',
      unread: known.unread_count + 2,
      preview: 'Later',
    });
    const messages = (await user.get(`threads/${known.id}/messages?size=2`)).body.items;
    expect(messages).toMatchObject([{ body: 'Later', fromMe: false, ack: 2 }, { body: 'Earlier' }]);
    const told = (await push.getJobs(['waiting'])).map(({ data }) => data);
    const ofThread = { tenantId: 1, staffId: known.staff_id, storeId: null, url: `/threads/${known.id}` };
    expect(told.sort((a, b) => String(a.body).localeCompare(String(b.body)))).toMatchObject([
      { ...ofThread, body: 'Earlier' },
      { ...ofThread, body: 'Later' },
    ]);
    await expectThreadsToSayWhatMessagesSay();
    expect((await user.post(`threads/${known.id}/read`)).body.unread).toBe(0);
    expect((await (await logIn('sarkar')).post(`threads/${known.id}/read`)).status).toBe(404);
    await expectThreadsToSayWhatMessagesSay();
  });

  it('is begun by a stranger, and by nothing that is no customer', async () => {
    const user = await logIn('sarkar');
    const media = { hasMedia: true, media: { mimetype: 'image/jpeg' }, _data: { notifyName: 'Mira' } };
    const event = messageOf('sarkar-2', '+15550001111', '', media);
    await Promise.allSettled([workOnWaha(crm, 2, event), workOnWaha(crm, 2, event)]);
    await workOnWaha(crm, 2, event);
    const { total } = (await user.get('threads?size=1&status=open')).body;
    const [customer] = await rows("select * from customers where phone = '+15550001111'");
    const [{ id }] = await rows('select id from whatsapp_threads where customer_id = $1', [customer.id]);
    expect(await threadById(user, id)).toMatchObject({ unread: 1, preview: '[image]', tenant: 'sarkar' });
    expect(customer).toMatchObject({
      tenant_id: 2,
      name: 'Mira',
      phone: '+15550001111',
      marketing_consent: false,
    });
    for (const strange of [
      null,
      { ...event, session: 'mangatrai-1', payload: { ...event.payload, id: 'a' } },
      { ...event, payload: { ...event.payload, id: 'b', from: '1203@g.us' } },
      { ...event, payload: { ...event.payload, id: 'c\0' } },
      { ...event, event: 'message.ack', payload: { id: 'd', ack: 99 } },
      { ...event, event: 'session.status', payload: {} },
    ])
      await workOnWaha(crm, 2, strange);
    expect((await user.get('threads?size=1&status=open')).body.total).toBe(total);
  });

  it('is answered before all campaigns, once, also where the job was lost', async () => {
    const user = await logIn('zinzuwadia');
    const [thread] = (await user.get('threads?size=1')).body.items;
    for (const waha of wahas) waha.fate = () => (taken().length === 0 ? 'lost' : 'taken');
    const written = await user.post(`threads/${thread.id}/messages`, { text: 'It is ready' });
    expect(written).toMatchObject({ status: 202, body: { fromMe: true, ack: 0, body: 'It is ready' } });
    expect((await user.post(`threads/${thread.id}/messages`, { text: '' })).status).toBe(400);
    const ack = async () =>
      (await rows('select ack from whatsapp_messages where id = $1', [written.body.id]))[0].ack;
    await expect.poll(ack, { timeout: 10_000 }).toBe(1);
    await owner.query('update whatsapp_messages set ack = 0 where id = $1', [written.body.id]);
    await handInWaitingReplies(crm, 3);
    await expect.poll(ack, { timeout: 10_000 }).toBe(1);
    expect(taken()).toMatchObject([{ text: 'It is ready' }]);
    await workOnWaha(crm, 3, ackOf(taken()[0] as SentText, 3));
    await workOnWaha(crm, 3, ackOf(taken()[0] as SentText, -1));
    expect(await ack()).toBe(3);
    await workOnWaha(crm, 2, ackOf(taken()[0] as SentText, 4));
    expect(await ack()).toBe(3);
    await expectThreadsToSayWhatMessagesSay();
  });

  it('is answered after all where a dead letter is tried again', async () => {
    const user = await logIn('mangatrai', 2);
    const [thread] = (await user.get('threads?size=1')).body.items;
    for (const waha of wahas) waha.fate = () => 'refused';
    const { body } = await user.post(`threads/${thread.id}/messages`, { text: 'It is ready' });
    const dead = async () =>
      (await user.get('jobs/dead')).body.items.find(({ id }: { id: string }) => id === `r-${body.id}`);
    const ack = async () => (await rows('select ack from whatsapp_messages where id = $1', [body.id]))[0].ack;
    await expect.poll(dead, { timeout: 10_000 }).toMatchObject({ name: 'reply' });
    expect(await ack()).toBe(-1);
    for (const waha of wahas) waha.fate = () => 'taken';
    const retry = `jobs/dead/${(await dead()).queue}/r-${body.id}/retry`;
    expect((await user.post(retry)).status).toBe(202);
    await expect.poll(ack, { timeout: 10_000 }).toBe(1);
    expect(taken()).toMatchObject([{ text: 'It is ready' }]);
    expect((await user.post(retry)).status).toBe(404);
  });
});
