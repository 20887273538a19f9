import { DelayedError, type Job, UnrecoverableError, Worker } from 'bullmq';
import { log } from '../log.ts';
import { openQueueClient } from '../redis.ts';
import { type Consumer, GiveUp, HoldQueue, type JobData, type JobInHand, Postpone } from './job.ts';
import { prefixOf } from './names.ts';

/** The consumers of one process. */
export interface Consumers {
  /** Begins to work on the queues that nobody in this process works on yet. */
  ensure(consumers: readonly Consumer[]): void;
  /** Takes nothing more, and waits for what is in hand. */
  close(): Promise<void>;
}

/** Whoever is not heard of for so long has died: another takes the job. It says so every half of it. */
const lockMs = 10_000;
const lookForDeadMs = 5_000;
/** How often a job may have been left behind by consumers that died. */
const mostLeftBehind = 5;
/** Minutes that counts of completed and failed jobs are kept for. */
const countedMinutes = 120;

/** `redisAddresses` as for `openRedis`. Connects in the background; a lost connection comes back by itself. */
export function openConsumers(redisAddresses: string): Consumers {
  const client = openQueueClient(redisAddresses, 'consumer');
  const workers = new Map<string, Worker>();

  function start(consumer: Consumer): void {
    const { queue, concurrency, limit } = consumer;
    const worker: Worker = new Worker(queue, (job, token) => work(consumer, worker, job, token), {
      connection: client,
      prefix: prefixOf(queue),
      concurrency,
      lockDuration: lockMs,
      stalledInterval: lookForDeadMs,
      maxStalledCount: mostLeftBehind,
      skipVersionCheck: true,
      metrics: { maxDataPoints: countedMinutes },
      ...(limit ? { limiter: { max: limit.most, duration: limit.everyMs } } : {}),
    });
    // told by the connection itself when it is gone for good
    worker.on('error', () => {});
    worker.on('failed', (job, error) => {
      if (job && (job.finishedOn !== undefined || error instanceof UnrecoverableError))
        log(`job ${queue}/${job.name} ${job.id} is a dead letter: ${error.message}`);
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

async function work(
  consumer: Consumer,
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
      await worker.rateLimit(error.forMs);
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
