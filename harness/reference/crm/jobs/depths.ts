import type { Queue } from 'bullmq';
import type { QueueDepth } from '../../../../scenarios/lib/contract-outside.ts';
import type { Jobs } from './jobs.ts';

/** Whoever watches may ask as often as they like: Redis is asked twice a second at most by each process. */
const keptMs = 500;

/** Reads the depths of all queues; what was read within the last half second is given again. */
export function keepDepths(jobs: Jobs): () => Promise<QueueDepth[]> {
  let kept: Promise<QueueDepth[]> | null = null;
  let until = 0;
  return () => {
    if (kept === null || performance.now() >= until) {
      kept = readDepths(jobs, Date.now());
      until = performance.now() + keptMs;
    }
    return kept;
  };
}

/** All queues that anybody has opened, by name. `nowMs` is the time of day. Rejects where Redis does not answer. */
export async function readDepths(jobs: Jobs, nowMs: number): Promise<QueueDepth[]> {
  return Promise.all((await jobs.names()).map((name) => depthOf(jobs.queue(name), nowMs)));
}

async function depthOf(queue: Queue, nowMs: number): Promise<QueueDepth> {
  const [counts, metrics, since] = await Promise.all([
    queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
    queue.getMetrics('completed', 0, 0),
    oldestOf(queue),
  ]);
  const { waiting = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = counts;
  return {
    name: queue.name,
    waiting: waiting + prioritized,
    active,
    delayed,
    failed,
    completed: metrics.meta.count,
    oldestWaitingMs: since === null ? null : Math.max(0, nowMs - since),
  };
}

/** More priorities than that are not looked into. */
const mostPriorities = 16;
/** The library keeps prioritized jobs by this times their priority, and one more for each job that came. */
const onePriority = 2 ** 32;

/**
 * The earliest time since which a job of the queue may begin. The first to begin is the oldest of its priority only, so each
 * priority's first is looked at. One that was delayed counts from its time on, one that is tried again from its last attempt on.
 */
const oldestScript = `
  local oldest = false
  local function look(id)
    local known = redis.call('HMGET', KEYS[3] .. id, 'timestamp', 'opts', 'processedOn')
    if not known[1] then return end
    local since = tonumber(known[1]) + (tonumber(cjson.decode(known[2] or '{}').delay) or 0)
    since = math.max(since, tonumber(known[3] or 0))
    if not oldest or since < oldest then oldest = since end
  end
  local first = redis.call('LINDEX', KEYS[1], -1)
  if first then look(first) end
  local from = '-inf'
  for _ = 1, tonumber(ARGV[1]) do
    local found = redis.call('ZRANGEBYSCORE', KEYS[2], from, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
    if not found[1] then break end
    look(found[1])
    from = string.format('%.0f', (math.floor(tonumber(found[2]) / ARGV[2]) + 1) * ARGV[2])
  end
  return oldest and string.format('%.0f', oldest)`;

async function oldestOf(queue: Queue): Promise<number | null> {
  const client = (await queue.getBackend().client) as unknown as {
    eval(script: string, keyCount: number, ...rest: (string | number)[]): Promise<string | null>;
  };
  const keys = [queue.toKey('wait'), queue.toKey('prioritized'), queue.toKey('')];
  const since = await client.eval(oldestScript, keys.length, ...keys, mostPriorities, onePriority);
  return since === null ? null : Number(since);
}
