import type { QueueDepth } from '../../../../scenarios/lib/contract-outside.ts';
import type { Jobs } from './jobs.ts';

/** All queues that anybody has opened, by name. `nowMs` is the time of day. */
export async function readDepths(jobs: Jobs, nowMs: number): Promise<QueueDepth[]> {
  return Promise.all((await jobs.names()).map((name) => depthOf(jobs, name, nowMs)));
}

async function depthOf(jobs: Jobs, name: string, nowMs: number): Promise<QueueDepth> {
  const queue = jobs.queue(name);
  const [counts, metrics, oldest] = await Promise.all([
    queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
    queue.getMetrics('completed', 0, 0),
    queue.getJobs(['waiting', 'prioritized'], 0, 0, true),
  ]);
  const { waiting = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = counts;
  const since = oldest.flatMap((job) => (job ? [job.timestamp + (job.delay ?? 0)] : []));
  return {
    name,
    waiting: waiting + prioritized,
    active,
    delayed,
    failed,
    completed: Number(metrics.meta.count),
    oldestWaitingMs: since.length === 0 ? null : Math.max(0, nowMs - Math.min(...since)),
  };
}
