import { DelayedError, type Job, RedisConnection, UnrecoverableError, Worker } from 'bullmq';
import { log } from '../log.ts';
import { openQueueClient, type QueueClient } from '../redis.ts';
import { type Consumer, GiveUp, HoldQueue, type JobData, type JobInHand, Postpone } from './job.ts';
import { prefixOf } from './names.ts';

/** The consumers of one process. */
export interface Consumers {
  /** Begins to work on the queues that nobody in this process works on yet. */
  ensure(consumers: readonly Consumer[]): void;
  /** Takes nothing more, and waits for what is in hand. */
  close(): Promise<void>;
}

/**
 * Whoever is not heard of for `lockMs` has died; it says so every half of it. Another takes the job at the second look after that at
 * the latest, so within half a minute. Not shorter: a process that a busy host only holds up for some seconds must keep its job, for
 * to send twice is worse than to send late. And each look is work for Redis, in each queue, though nobody ever dies.
 */
const usualTimes = { lockMs: 10_000, lookForDeadMs: 15_000 };
/** An idle queue is asked again after so many seconds; a job that is handed in wakes its consumer at once. */
const askAgainS = 10;
/** After Redis was away it is tried again each second. The library's 15 would hold up whatever waits. */
const tryAgainMs = 1_000;
/**
 * Of a queue without a pace. The library looks at a hold only where there is a pace, so all have one; this one nobody reaches.
 */
const noPace = { most: 1_000_000, everyMs: 1_000 };
/**
 * What the library takes Redis for without asking it. By asking, each queue would print a warning that anything could be evicted
 * (only what expires can); by the library's own 5.0.0 it would wait for whole seconds, and begin delayed jobs a second late.
 */
RedisConnection.minimumVersion = '7.0.8';
/** How often a job may have been left behind by consumers that died. */
const mostLeftBehind = 5;
/** Minutes that counts of completed and failed jobs are kept for. */
const countedMinutes = 120;

/**
 * `redisAddresses` as for `openRedis`. Connects in the background; a lost connection comes back by itself. `times` are for tests,
 * which cannot wait so long for a death to be noticed.
 */
export function openConsumers(redisAddresses: string, times = usualTimes): Consumers {
  const client = openQueueClient(redisAddresses, 'consumer');
  const workers = new Map<string, Worker>();

  function start(consumer: Consumer): void {
    const { queue, concurrency, limit = noPace } = consumer;
    const worker: Worker = new Worker(queue, (job, token) => work(consumer, client, worker, job, token), {
      connection: client,
      prefix: prefixOf(queue),
      concurrency,
      lockDuration: times.lockMs,
      stalledInterval: times.lookForDeadMs,
      maxStalledCount: mostLeftBehind,
      skipVersionCheck: true,
      drainDelay: askAgainS,
      runRetryDelay: tryAgainMs,
      metrics: { maxDataPoints: countedMinutes },
      limiter: { max: limit.most, duration: limit.everyMs },
    });
    // told by the connection itself when it is gone for good
    worker.on('error', () => {});
    worker.on('failed', (job, error) => {
      if (!job || (job.finishedOn === undefined && !(error instanceof UnrecoverableError))) return;
      const end = job.opts.removeOnFail === true ? 'has failed' : 'is a dead letter';
      log(`job ${queue}/${job.name} ${job.id} ${end}: ${firstLine(error.message)}`);
    });
    workers.set(queue, worker);
  }

  return {
    ensure(consumers) {
      for (const consumer of consumers) if (!workers.has(consumer.queue)) start(consumer);
    },
    async close() {
      await Promise.all([...workers.values()].map((worker) => worker.close().catch(() => {})));
      client.disconnect();
    },
  };
}

/** A service's whole answer may stand in it. */
function firstLine(message: string): string {
  return (message.split('\n')[0] as string).slice(0, 300);
}

/**
 * As the library holds a queue, but two who hold it at once make it the longer of both, and the window of a pace that is used up stays
 * as long as it is.
 */
const holdScript = `
  local forMs = math.max(redis.call('PTTL', KEYS[1]), tonumber(ARGV[2]))
  redis.call('SET', KEYS[1], ARGV[1], 'PX', forMs)`;

async function hold(client: QueueClient, limiterKey: string, forMs: number): Promise<void> {
  await client.eval(holdScript, 1, limiterKey, Number.MAX_SAFE_INTEGER, Math.max(1, Math.ceil(forMs)));
}

async function work(
  consumer: Consumer,
  client: QueueClient,
  worker: Worker,
  job: Job<JobData>,
  token: string | undefined,
): Promise<void> {
  try {
    await consumer.handle(inHand(job));
  } catch (error) {
    if (error instanceof GiveUp) throw new UnrecoverableError(error.message);
    if (error instanceof Postpone) {
      await job.moveToDelayed(Date.now() + error.afterMs, token);
      throw new DelayedError(error.message);
    }
    if (error instanceof HoldQueue) {
      await hold(client, worker.toKey('limiter'), error.forMs);
      throw Worker.RateLimitError();
    }
    throw error;
  }
}

function inHand(job: Job<JobData>): JobInHand {
  return {
    id: job.id ?? '',
    name: job.name,
    data: job.data,
    attemptsMade: job.attemptsMade,
    progress: (done) => job.updateProgress(done),
  };
}
