import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startThrowawayVm, type ThrowawayVm } from '../../../../seed/throwaway-vm.ts';
import { buildApp } from '../app.ts';
import type { Crm } from '../crm.ts';
import { answerTo } from '../faults.ts';
import { openRedis } from '../redis.ts';
import { createSessions } from '../sessions.ts';
import { send } from '../testing/send.ts';
import { type Consumers, openConsumers } from './consumers.ts';
import { readDepths } from './depths.ts';
import { type Consumer, GiveUp, HoldQueue, type JobInHand, Postpone } from './job.ts';
import { type Jobs, openJobs } from './jobs.ts';
import { type Round, roundConsumer, scheduleRounds } from './rounds.ts';
import { startDoomedConsumer } from './testing/doomed-consumer.ts';
import { jobRounds } from './tidy.ts';

let vm: ThrowawayVm;
let jobs: Jobs;
const opened: Consumers[] = [];
beforeAll(async () => {
  vm = await startThrowawayVm();
  jobs = openJobs(vm.redisUrl());
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});
afterAll(async () => {
  await jobs?.close();
  await vm?.[Symbol.asyncDispose]();
});

const supervisor = (...command: string[]) =>
  vm.execute('supervisorctl', '-c', '/opt/vm/supervisord.conf', ...command);
const soon = { timeout: 20_000, interval: 20 };
/** The times of a consumer whose death is noticed soon. */
const shortTimes = { lockMs: 1_000, lookForDeadMs: 500 };

/** Works on a queue as so many processes would. */
function consume(consumer: Partial<Consumer> & Pick<Consumer, 'queue' | 'handle'>, processes = 1) {
  for (let count = 0; count < processes; count++) {
    const one = openConsumers(vm.redisUrl(), shortTimes);
    one.ensure([{ concurrency: 1, ...consumer }]);
    opened.push(one);
  }
}
const depth = async (name: string) =>
  (await readDepths(jobs, Date.now())).find((queue) => queue.name === name);
const idle = { waiting: 0, active: 0, delayed: 0, failed: 0, oldestWaitingMs: null };

it('holds a pace over two consumers of one queue, and takes a job of the same id once', async () => {
  const queue = 'whatsapp-paced-1';
  const begun: number[] = [];
  const handle = async () => void begun.push(performance.now());
  consume({ queue, concurrency: 4, limit: { most: 1, everyMs: 100 }, handle }, 2);
  const many = Array.from({ length: 20 }, (_, n) => ({ name: 'send', id: `m-${n}`, data: { tenantId: 1 } }));
  await jobs.addMany(queue, [...many, ...many]);
  await expect.poll(() => begun.length, soon).toBe(20);
  // not faster than the pace; how much slower is the host's affair here
  expect((begun.at(-1) as number) - (begun[0] as number)).toBeGreaterThan(1_700);
  await expect.poll(() => depth(queue), soon).toEqual({ name: queue, ...idle, completed: 20 });
});

it('begins the urgent first, and of the same priority what came first', async () => {
  const queue = 'ranked';
  for (const [id, priority] of [
    ...([['e', 900] as const, ['b', 1] as const, ['c', 1] as const, ['d', 5] as const] as const),
    ['a', undefined] as const,
  ])
    await jobs.add(queue, { name: 'n', id, data: { tenantId: 1 }, ...(priority && { priority }) });
  const waiting = await depth(queue);
  const order: string[] = [];
  consume({ queue, handle: async ({ id }) => void order.push(id) });
  await expect.poll(() => order.join(''), soon).toBe('abcde');
  expect(waiting).toMatchObject({ waiting: 5, oldestWaitingMs: expect.any(Number) });
});

it('refuses an id that would spoil the queue', async () => {
  for (const id of ['delayed', 'meta', 'waiting-children', ''])
    await expect(jobs.add('spoilt', { name: 'n', id, data: { tenantId: 1 } })).rejects.toThrow('cannot be');
  expect(await jobs.names()).not.toContain('spoilt');
});

it('tells since when the oldest waits, whatever its priority and however long it was delayed', async () => {
  const queue = 'aged';
  await jobs.add(queue, { name: 'n', priority: 7, data: { tenantId: 1 } });
  await pause(300);
  await jobs.add(queue, { name: 'n', priority: 1, data: { tenantId: 1 } });
  await jobs.add(queue, { name: 'n', data: { tenantId: 1 } });
  await jobs.add(queue, { name: 'n', data: { tenantId: 1 }, delayMs: 60_000 });
  const seen = await depth(queue);
  expect(seen).toMatchObject({ waiting: 3, delayed: 1 });
  expect(seen?.oldestWaitingMs).toBeGreaterThanOrEqual(300);
  expect(await readDepths(jobs, Date.now())).toContainEqual(expect.objectContaining({ name: queue }));
});

it('postpones a job, or holds its queue for all, and counts neither as an attempt', async () => {
  const begun: { what: string; attemptsMade: number; at: number }[] = [];
  const held = new Set<string>();
  const handle = async ({ name, id, attemptsMade }: JobInHand) => {
    begun.push({ what: `${name} ${id}`, attemptsMade, at: performance.now() });
    if (held.has(name)) return;
    held.add(name);
    if (name === 'postpone') throw new Postpone(400, 'not now');
    throw new HoldQueue(800, 'the service says no');
  };
  consume({ queue: 'later', handle });
  await jobs.add('later', { name: 'postpone', id: 'one', data: { tenantId: 1 } });
  await expect.poll(() => begun.length, soon).toBe(2);
  expect(begun.map(({ attemptsMade }) => attemptsMade)).toEqual([0, 0]);
  expect((begun[1]?.at as number) - (begun[0]?.at as number)).toBeGreaterThan(350);
  begun.length = 0;

  // a queue without a pace of its own, and two processes
  consume({ queue: 'held', handle }, 2);
  await jobs.add('held', { name: 'hold', id: 'one', data: { tenantId: 1 } });
  await expect.poll(() => begun.length, soon).toBe(1);
  await pause(50);
  for (const id of ['two', 'three']) await jobs.add('held', { name: 'hold', id, data: { tenantId: 1 } });
  await expect.poll(() => begun.length, soon).toBe(4);
  expect(begun.map(({ attemptsMade }) => attemptsMade)).toEqual([0, 0, 0, 0]);
  for (const { at } of begun.slice(1)) expect(at - (begun[0]?.at as number)).toBeGreaterThan(700);
});

it('holds a queue as long as the longest of those who hold it at once ask for', async () => {
  const begun: string[] = [];
  const began = performance.now();
  let bothThere = () => {};
  const together = new Promise<void>((resolve) => {
    bothThere = resolve;
  });
  const handle = async ({ id }: JobInHand) => {
    begun.push(id);
    if (begun.length > 2) return;
    if (begun.length === 2) bothThere();
    await together;
    if (id === 'long') throw new HoldQueue(2_000.5, 'a long time');
    await pause(200);
    throw new HoldQueue(100, 'a short time');
  };
  consume({ queue: 'held-twice', concurrency: 2, handle });
  await jobs.addMany(
    'held-twice',
    ['long', 'short'].map((id) => ({ name: 'n', id, data: { tenantId: 1 } })),
  );
  await expect.poll(() => begun.length, soon).toBe(4);
  expect(performance.now() - began).toBeGreaterThan(1_900);
});

it('hands in afresh what is a dead letter, and nothing else twice', async () => {
  const queue = 'afresh';
  const done: string[] = [];
  const job = (id: string) => ({ name: 'n', id, data: { tenantId: 1 } });
  consume({
    queue,
    handle: async ({ id }) => {
      done.push(id);
      if (done.length === 1) throw new GiveUp('not today');
    },
  });
  await jobs.add(queue, job('dead'));
  await expect.poll(async () => (await depth(queue))?.failed, soon).toBe(1);
  await jobs.add(queue, { ...job('waits'), delayMs: 60_000 });
  // as any other way of handing in does
  await jobs.addMany(queue, [job('dead')]);
  expect(await depth(queue)).toMatchObject({ failed: 1, delayed: 1 });
  await jobs.addAfresh(queue, [job('dead'), job('waits'), job('new')]);
  await expect.poll(() => [...done].sort(), soon).toEqual(['dead', 'dead', 'new']);
  await expect.poll(() => depth(queue), soon).toMatchObject({ failed: 0, waiting: 0, active: 0, delayed: 1 });
});

describe('a job that fails', () => {
  const queue = 'failing';
  const tries: string[] = [];
  let mended = false;
  const handle = async ({ name, id }: JobInHand) => {
    tries.push(id);
    if (mended) return;
    if (name === 'hopeless') throw new GiveUp('no such number');
    throw new Error('the service answered 500');
  };
  const short = { attempts: 3, backoff: { type: 'fixed', delay: 20 } };

  it('is tried again, then is a dead letter that only its tenant sees and has tried again', async () => {
    const app = await buildApp({ databaseUrl: vm.pooledDsn(), redisUrl: vm.redisUrl(), defect: null });
    const redis = openRedis(vm.redisUrl());
    try {
      const sessions = createSessions(redis.commands);
      const logIn = async (tenantId: number, tenant: string) =>
        `sid=${await sessions.start({ tenantId, tenant, userId: 1, storeId: 1 })}`;
      const [mine, others] = [await logIn(1, 'mangatrai'), await logIn(2, 'sarkar')];
      consume({ queue, handle });
      await jobs.add(queue, { name: 'hopeless', id: 'never', data: { tenantId: 1 } });
      await jobs.queue(queue).add('send', { tenantId: 1 }, { jobId: 'thrice', ...short });
      await jobs.queue(queue).add('send', { tenantId: 2 }, { jobId: 'theirs', ...short });
      await expect.poll(async () => (await depth(queue))?.failed, soon).toBe(3);
      expect([...tries].sort().join(' ')).toBe('never theirs theirs theirs thrice thrice thrice');

      const { status, body } = await send(app, 'GET', '/api/jobs/dead', mine);
      const row = { tenant: 'mangatrai', queue };
      expect(status).toBe(200);
      expect(body).toEqual({
        tenant: 'mangatrai',
        items: expect.arrayContaining([
          { ...row, id: 'thrice', name: 'send', reason: 'the service answered 500', attempts: 3 },
          { ...row, id: 'never', name: 'hopeless', reason: 'no such number', attempts: 1 },
        ]),
      });
      expect(body.items).toHaveLength(2);

      const retry = async (path: string, cookie = mine) =>
        (await send(app, 'POST', `/api/jobs/dead/${path}/retry`, cookie)).status;
      expect(await retry(`${queue}/theirs`)).toBe(404);
      expect(await retry(`${queue}/nobody`)).toBe(404);
      expect(await retry('no-such-queue/thrice')).toBe(404);
      expect(await retry('a%20b/thrice')).toBe(400);
      expect(await retry(`${queue}/thrice`, '')).toBe(401);
      expect(await jobs.names()).not.toContain('no-such-queue');
      mended = true;
      // of two who ask at once one is told that it is dead no more
      expect((await Promise.all([retry(`${queue}/thrice`), retry(`${queue}/thrice`)])).sort()).toEqual([
        202, 404,
      ]);
      await expect.poll(() => tries.filter((id) => id === 'thrice').length, soon).toBe(4);
      await expect.poll(async () => (await depth(queue))?.failed, soon).toBe(2);
      const left = (await send(app, 'GET', '/api/jobs/dead', others)).body;
      expect(left.items).toMatchObject([{ tenant: 'sarkar', id: 'theirs' }]);
      const { body: seen } = await send(app, 'GET', '/queuez', '');
      expect(seen.queues.map(({ name }: { name: string }) => name)).toEqual(await jobs.names());
    } finally {
      redis.close();
      await app.close();
    }
  });

  it('has eight attempts over two minutes unless somebody says otherwise', async () => {
    await jobs.add('unattended', { name: 'n', id: 'one', data: { tenantId: 1 } });
    const job = await jobs.queue('unattended').getJob('one');
    expect(job?.opts).toMatchObject({ attempts: 8, backoff: { type: 'exponential', delay: 1_000 } });
  });
});

it('leaves a job in the hands of a process that is killed to another', async () => {
  const queue = 'left-behind';
  const doomed = await startDoomedConsumer(vm.redisUrl(), queue, shortTimes);
  await jobs.add(queue, { name: 'n', id: 'one', data: { tenantId: 1 } });
  await doomed.tookOne;
  const done: string[] = [];
  consume({ queue, handle: async ({ id }) => void done.push(id) });
  // it lives and says so: nobody takes its job away, though it takes longer than the lock lasts
  await pause(2 * shortTimes.lockMs);
  expect(done).toEqual([]);
  doomed.kill();
  await expect.poll(() => done, soon).toEqual(['one']);
});

it('comes round once over two processes, goes on after Redis has lost it, and tidies up', async () => {
  let runs = 0;
  const often: Round = { name: 'often', everyMs: 200, run: async () => void runs++ };
  const all = [often, ...jobRounds];
  const crm = { jobs } as unknown as Crm;
  const { queue, handle } = roundConsumer(crm, all);
  consume({ queue, handle }, 2);
  const from = performance.now();
  await Promise.allSettled([scheduleRounds(crm, all, Date.now()), scheduleRounds(crm, all, Date.now())]);
  // by whole seconds, as it would wait for another Redis, it would take ten
  await expect.poll(() => runs, { ...soon, timeout: 7_000 }).toBeGreaterThan(9);
  expect(runs).toBeLessThanOrEqual((performance.now() - from) / often.everyMs + 2);
  await scheduleRounds(crm, all, Date.now());
  expect(await jobs.queue(queue).getJobSchedulersCount()).toBe(2);
  await jobs.queue(queue).obliterate({ force: true });
  await expect.poll(async () => (await jobs.queue(queue).getJobs(['delayed'])).length, soon).toBe(0);
  runs = 0;
  await scheduleRounds(crm, all, Date.now());
  await expect.poll(() => runs, soon).toBeGreaterThan(1);
});

describe('with Redis', () => {
  it.each([
    ['away', () => supervisor('stop', 'redis'), () => supervisor('start', 'redis')],
    ['hanging', () => supervisor('signal', 'STOP', 'redis'), () => supervisor('signal', 'CONT', 'redis')],
  ])('%s nothing is handed in, and that is said in time, as a 503', async (_, lose, back) => {
    await jobs.add('away', { name: 'n', id: 'known', data: { tenantId: 1 } });
    await lose();
    try {
      const job = { name: 'n', id: 'x', data: { tenantId: 1 } };
      const calls = [
        () => jobs.add('away', job),
        () => jobs.add('never-seen', job),
        () => jobs.addMany('away', [job, job]),
        () => jobs.remove('away', ['known']),
        () => jobs.names(),
      ];
      const from = performance.now();
      const asked = await Promise.allSettled(calls.map((call) => call()));
      expect(performance.now() - from).toBeLessThan(6_000);
      for (const one of asked) {
        expect(one.status).toBe('rejected');
        expect(answerTo((one as PromiseRejectedResult).reason).status).toBe(503);
      }
    } finally {
      await back();
    }
    await expect
      .poll(
        () =>
          jobs.names().then(
            () => true,
            () => false,
          ),
        soon,
      )
      .toBe(true);
  });

  it('restarted in the middle, consumers and producers go on by themselves and nothing is lost', async () => {
    const queue = 'restarted';
    const done = new Map<string, number>();
    consume(
      {
        queue,
        concurrency: 5,
        limit: { most: 10, everyMs: 50 },
        handle: async ({ id }) => void done.set(id, (done.get(id) ?? 0) + 1),
      },
      2,
    );
    const jobOf = (n: number) => ({ name: 'n', id: `j-${n}`, data: { tenantId: 1 } });
    await jobs.addMany(
      queue,
      Array.from({ length: 200 }, (_, n) => jobOf(n)),
    );
    await expect.poll(() => done.size, soon).toBeGreaterThan(20);
    const restarting = supervisor('restart', 'redis');
    // a producer that is refused hands in again, as rounds do
    for (let n = 200; n < 260; n++) {
      while (
        !(await jobs.add(queue, jobOf(n)).then(
          () => true,
          () => false,
        ))
      )
        await pause(20);
    }
    await restarting;
    await expect.poll(() => done.size, soon).toBe(260);
    // at least once: what was in hand as Redis went may have been begun again, and no more than that
    const doubled = [...done.values()].filter((times) => times > 1).length;
    expect(doubled).toBeLessThanOrEqual(10 + 60);
    await expect.poll(() => depth(queue), soon).toMatchObject({ name: queue, ...idle });
  });
});
