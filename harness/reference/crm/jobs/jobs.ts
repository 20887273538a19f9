import { Queue } from 'bullmq';
import { openQueueClient, type QueueClient } from '../redis.ts';
import { inTime } from './in-time.ts';
import type { JobRequest } from './job.ts';
import { prefixOf } from './names.ts';

/** Where work is handed in. Every call rejects where Redis does not answer, within 2.5 seconds for up to 500 jobs. */
export interface Jobs {
  /** Resolves once Redis has the job. Where it rejects the job may be there all the same. */
  add(queue: string, job: JobRequest): Promise<void>;
  /** All of them or, where the call rejects, perhaps some: with ids of their own they can be handed in again. */
  addMany(queue: string, jobs: readonly JobRequest[]): Promise<void>;
  /**
   * The same for jobs that the database says are still to be done: a dead letter of the same id, which would stand in the way of the
   * job for its week, goes first. Whatever else is there of that id, waiting or in hand, stays as it is.
   */
  addAfresh(queue: string, jobs: readonly JobRequest[]): Promise<void>;
  /** Takes back jobs that nobody has begun; those that are not there are passed over. */
  remove(queue: string, ids: readonly string[]): Promise<void>;
  /** Has a job made every so many milliseconds, once over all processes, under this name. */
  everyMs(queue: string, name: string, everyMs: number): Promise<void>;
  /** Names of all queues that anybody has opened. */
  names(): Promise<string[]>;
  /** The library's queue, for what looks into it. */
  queue(name: string): Queue;
  close(): Promise<void>;
}

/** Attempts before a job becomes a dead letter: at 1, 2, 4, ... 64 seconds, so that a service may be away for two minutes. */
export const attempts = 8;
const firstRetryMs = 1_000;
/** Dead letters are kept for a week, for somebody to look at. */
export const deadLetterAgeS = 7 * 24 * 3600;
const mostDeadLetters = 10_000;
/** Names of all queues; not in braces, for it is a key of its own. */
const namesKey = 'jobs:names';
/** The library notes what happens to each job for listeners, up to 10,000 notes a queue: nobody here listens. */
const keptNotes = 100;
const addedAtOnce = 500;
const removedAtOnce = 100;

/** `redisAddresses` as for `openRedis`. Connects in the background; a lost connection comes back by itself. */
export function openJobs(redisAddresses: string): Jobs {
  const client: QueueClient = openQueueClient(redisAddresses, 'producer');
  const opened = new Map<string, Queue>();
  const named = new Set<string>();
  // A Redis that comes back may have lost its last second, and names with it.
  client.on('ready', () => named.clear());

  function queue(name: string): Queue {
    let found = opened.get(name);
    if (!found) {
      found = new Queue(name, {
        connection: client,
        prefix: prefixOf(name),
        skipVersionCheck: true,
        skipWaitingForReady: true,
        streams: { events: { maxLen: keptNotes } },
        defaultJobOptions: {
          attempts,
          backoff: { type: 'exponential', delay: firstRetryMs },
          removeOnComplete: true,
          removeOnFail: { age: deadLetterAgeS, count: mostDeadLetters },
        },
      });
      found.on('error', () => {});
      opened.set(name, found);
    }
    return found;
  }

  async function nameIt(name: string): Promise<void> {
    if (named.has(name)) return;
    await client.sadd(namesKey, name);
    named.add(name);
  }

  async function addSome(name: string, jobs: readonly JobRequest[]): Promise<void> {
    await nameIt(name);
    await queue(name).addBulk(jobs.map((job) => ({ name: job.name, data: job.data, opts: optionsOf(job) })));
  }

  async function addSomeAfresh(name: string, jobs: readonly JobRequest[]): Promise<void> {
    const ids = jobs.flatMap(({ id }) => id ?? []);
    const died = ids.length === 0 ? [] : await client.zmscore(queue(name).toKey('failed'), ...ids);
    const dead = ids.filter((_, index) => died[index] !== null);
    for (let from = 0; from < dead.length; from += removedAtOnce)
      await Promise.all(dead.slice(from, from + removedAtOnce).map((id) => queue(name).remove(id)));
    await addSome(name, jobs);
  }

  return {
    async add(name, job) {
      const options = optionsOf(job);
      const adding = nameIt(name).then(() => queue(name).add(job.name, job.data, options));
      await inTime(adding);
    },
    async addMany(name, jobs) {
      for (let from = 0; from < jobs.length; from += addedAtOnce)
        await inTime(addSome(name, jobs.slice(from, from + addedAtOnce)));
    },
    async addAfresh(name, jobs) {
      for (let from = 0; from < jobs.length; from += addedAtOnce)
        await inTime(addSomeAfresh(name, jobs.slice(from, from + addedAtOnce)));
    },
    async remove(name, ids) {
      for (let from = 0; from < ids.length; from += removedAtOnce)
        await inTime(
          // one that somebody has in hand is locked, and stays
          Promise.all(ids.slice(from, from + removedAtOnce).map((id) => queue(name).remove(id))),
        );
    },
    async everyMs(name, jobName, everyMs) {
      // one that fails comes round again, so nobody need look at it
      const opts = { attempts: 1, removeOnFail: true };
      const template = { name: jobName, data: { tenantId: 0 }, opts };
      const scheduling = nameIt(name).then(() =>
        queue(name).upsertJobScheduler(jobName, { every: everyMs }, template),
      );
      await inTime(scheduling);
    },
    names: async () => (await inTime(client.smembers(namesKey))).sort(),
    queue,
    async close() {
      await Promise.all([...opened.values()].map((one) => one.close().catch(() => {})));
      client.disconnect();
    },
  };
}

/** The library keeps a queue's own keys beside those of its jobs: a job of such a name would spoil the whole queue. */
const ownKeys =
  /^(active|wait|waiting-children|paused|id|delayed|prioritized|stalled-check|completed|failed|stalled|repeat|limiter|meta|events|pc|marker|de|metrics|)$/;

function optionsOf({ id, priority, delayMs }: JobRequest) {
  if (id !== undefined && ownKeys.test(id)) throw new Error(`'${id}' cannot be the id of a job`);
  return {
    ...(id === undefined ? {} : { jobId: id }),
    ...(priority === undefined ? {} : { priority }),
    ...(delayMs === undefined || delayMs <= 0 ? {} : { delay: Math.round(delayMs) }),
  };
}
