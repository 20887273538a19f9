import { Queue } from 'bullmq';
import { openQueueClient, type QueueClient } from '../redis.ts';
import type { JobRequest } from './job.ts';
import { prefixOf } from './names.ts';

/** Where work is handed in. */
export interface Jobs {
  add(queue: string, job: JobRequest): Promise<void>;
  /** All of them or, where the call rejects, perhaps some: with ids of their own they can be handed in again. */
  addMany(queue: string, jobs: readonly JobRequest[]): Promise<void>;
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
const attempts = 8;
const firstRetryMs = 1_000;
/** Dead letters are kept for a week, for somebody to look at. */
const deadLetterAgeS = 7 * 24 * 3600;
const mostDeadLetters = 10_000;
/** Names of all queues; not in braces, for it is a key of its own. */
const namesKey = 'jobs:names';
const addedAtOnce = 500;
const removedAtOnce = 100;

/** Connects in the background. Calls reject after two seconds without an answer of Redis. */
export function openJobs(redisAddresses: string): Jobs {
  const client: QueueClient = openQueueClient(redisAddresses, 'producer');
  const opened = new Map<string, Queue>();
  const named = new Set<string>();

  function queue(name: string): Queue {
    let found = opened.get(name);
    if (!found) {
      found = new Queue(name, {
        connection: client,
        prefix: prefixOf(name),
        skipVersionCheck: true,
        skipWaitingForReady: true,
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

  return {
    async add(name, job) {
      await nameIt(name);
      await queue(name).add(job.name, job.data, optionsOf(job));
    },
    async addMany(name, jobs) {
      await nameIt(name);
      for (let from = 0; from < jobs.length; from += addedAtOnce)
        await queue(name).addBulk(
          jobs
            .slice(from, from + addedAtOnce)
            .map((job) => ({ name: job.name, data: job.data, opts: optionsOf(job) })),
        );
    },
    async remove(name, ids) {
      for (let from = 0; from < ids.length; from += removedAtOnce)
        await Promise.all(
          // one that somebody has in hand is locked and stays
          ids.slice(from, from + removedAtOnce).map((id) =>
            queue(name)
              .remove(id)
              .catch(() => 0),
          ),
        );
    },
    async everyMs(name, jobName, everyMs) {
      await nameIt(name);
      await queue(name).upsertJobScheduler(
        jobName,
        { every: everyMs },
        { name: jobName, data: { tenantId: 0 }, opts: { attempts: 1 } },
      );
    },
    names: async () => (await client.smembers(namesKey)).sort(),
    queue,
    async close() {
      await Promise.all([...opened.values()].map((one) => one.close().catch(() => {})));
      client.disconnect();
    },
  };
}

function optionsOf({ id, priority, delayMs }: JobRequest) {
  return {
    ...(id === undefined ? {} : { jobId: id }),
    ...(priority === undefined ? {} : { priority }),
    ...(delayMs === undefined || delayMs <= 0 ? {} : { delay: Math.round(delayMs) }),
  };
}
