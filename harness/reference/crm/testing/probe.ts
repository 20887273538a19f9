import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { QueueDepth } from '../../../../scenarios/lib/contract-outside.ts';
import { openConsumers } from '../jobs/consumers.ts';
import { readDepths } from '../jobs/depths.ts';
import { type JobInHand, Postpone } from '../jobs/job.ts';
import { openJobs } from '../jobs/jobs.ts';
import { queues } from '../jobs/names.ts';
import { openLive } from '../live/live.ts';

/** What queues and live updates did on the Redis that they were tried on. */
export interface ProbeReport {
  /** Jobs begun, of 20, each once; milliseconds from the first to the last at one each 50 ms over two consumers. */
  paced: number;
  pacedMs: number;
  /** Milliseconds until a job began that was handed in with a delay of 300. */
  delayedAfterMs: number;
  /** Attempts counted for a job that was put off once. */
  attemptsOfPostponed: number;
  depth: QueueDepth | undefined;
  /** What a browser on one process was told by another. */
  told: unknown[];
  present: number[];
}

/** The queue that is tried; its keys stay. */
export const probedQueue = 'whatsapp-probe';
const withinMs = 20_000;

/** Tries them. Rejects where what should happen does not within 20 seconds. Needs nobody else on the queue. */
export async function probe(redisAddresses: string): Promise<ProbeReport> {
  const jobs = openJobs(redisAddresses);
  const both = [openConsumers(redisAddresses), openConsumers(redisAddresses)];
  const begun = new Map<string, { at: number; attemptsMade: number }>();
  const putOff = new Set<string>();
  const handle = async ({ id, name, attemptsMade }: JobInHand) => {
    if (name === 'postponed' && !putOff.has(id)) {
      putOff.add(id);
      throw new Postpone(50, 'not now');
    }
    begun.set(id, { at: performance.now(), attemptsMade });
  };
  const consumer = { queue: probedQueue, concurrency: 2, limit: { most: 1, everyMs: 50 }, handle };
  for (const one of both) one.ensure([consumer]);
  const data = { tenantId: 1 };
  const many = Array.from({ length: 20 }, (_, n) => ({ name: 'send', id: `m-${n}`, data }));
  await jobs.addMany(probedQueue, [...many, ...many]);
  await until(() => begun.size === 20);
  const times = [...begun.values()].map(({ at }) => at);
  const handedIn = performance.now();
  await jobs.add(probedQueue, { name: 'send', id: 'late-1', data, delayMs: 300 });
  await jobs.add(probedQueue, { name: 'postponed', id: 'postponed-1', data });
  await until(() => begun.has('late-1') && begun.has('postponed-1'));
  await until(async () => (await depthOf())?.active === 0);
  const report = {
    paced: times.length,
    pacedMs: (times.at(-1) as number) - (times[0] as number),
    delayedAfterMs: (begun.get('late-1')?.at as number) - handedIn,
    attemptsOfPostponed: begun.get('postponed-1')?.attemptsMade as number,
    depth: await depthOf(),
    ...(await probeLive(redisAddresses)),
  };
  await Promise.all(both.map((one) => one.close()));
  await jobs.close();
  return report;

  async function depthOf() {
    return (await readDepths(jobs, Date.now())).find(({ name }) => name === probedQueue);
  }
}

/** Hands in something that the CRM's own processes do. */
export async function handIn(redisAddresses: string): Promise<void> {
  const jobs = openJobs(redisAddresses);
  await jobs.add(queues.rounds, { name: 'tidy', data: { tenantId: 0 } });
  await jobs.close();
}

async function probeLive(redisAddresses: string): Promise<Pick<ProbeReport, 'told' | 'present'>> {
  const [here, there] = [
    openLive(redisAddresses, async () => true),
    openLive(redisAddresses, async () => true),
  ];
  const told: unknown[] = [];
  const socket = Object.assign(new EventEmitter(), {
    readyState: 1,
    bufferedAmount: 0,
    send: (text: string) => void told.push(JSON.parse(text)),
    ping: () => {},
    close: () => void socket.emit('close'),
    terminate: () => void socket.emit('close'),
  });
  await here.ready();
  here.join({ tenantId: 9, userId: 1, storeId: 1, sessionKey: 'none' }, socket);
  await until(async () => (await there.present(9)).length > 0);
  const present = await there.present(9);
  await there.tell(8, 'all', { type: 'order', orderId: 1 });
  await there.tell(9, { storeId: 1 }, { type: 'order', orderId: 2 });
  await until(() => told.length >= 3);
  await here.close();
  await there.close();
  return { told, present };
}

async function until(met: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await met())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${met}`);
    await pause(20);
  }
}
