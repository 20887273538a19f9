import type { Job } from 'bullmq';
import type { DeadLetterRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { SessionRecord } from '../sessions.ts';
import { inTime } from './in-time.ts';
import type { JobData } from './job.ts';
import type { Jobs } from './jobs.ts';

/** The latest that each queue is searched for; older ones are found once these are dealt with. */
const searched = 1_000;
const searchedAtOnce = 250;
/** Rows that are shown at once. */
const mostShown = 100;
/** What a job failed of may be a whole stack of a service's answer. */
const mostReason = 500;

type Who = Pick<SessionRecord, 'tenantId' | 'tenant'>;

/**
 * Dead letters of the tenant, by queue and then the latest first, a hundred at most, among the latest thousand of each queue. Rejects
 * where Redis does not answer.
 */
export async function findDeadLetters(jobs: Jobs, who: Who): Promise<DeadLetterRow[]> {
  const rows: DeadLetterRow[] = [];
  for (const name of await jobs.names()) {
    for (let from = 0; from < searched && rows.length < mostShown; from += searchedAtOnce) {
      const dead = await inTime(jobs.queue(name).getFailed(from, from + searchedAtOnce - 1));
      for (const job of dead) if (isOf(job, who)) rows.push(rowOf(job, who));
      if (dead.length < searchedAtOnce) break;
    }
  }
  return rows.slice(0, mostShown);
}

/** Undoes what stands in the database of the failure, so that the job does something. Throws where it would be for nothing. */
export type PrepareRetry = (queue: string, name: string, data: JobData) => Promise<void>;

/**
 * Has a dead letter of the tenant tried again, with all its attempts, once it is prepared; rejects as `prepare` does. Gives false
 * where there is none: no such queue or job, another tenant's, or one that somebody else has just had tried again.
 */
export async function retryDeadLetter(
  jobs: Jobs,
  who: Who,
  { name, id, prepare }: { name: string; id: string; prepare: PrepareRetry },
): Promise<boolean> {
  // asked for first, because to open a queue is to make it
  if (!(await jobs.names()).includes(name)) return false;
  const job = await inTime<Job | undefined>(jobs.queue(name).getJob(id));
  if (!isOf(job, who) || !(await inTime(job.isFailed()))) return false;
  await prepare(name, job.name, job.data);
  try {
    await inTime(job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true }));
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** The library's codes for a job that is no more, or not dead any more. */
function isGone(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === -1 || code === -3;
}

function isOf(job: Job | undefined, who: Who): job is Job<JobData> {
  return (job as Job<JobData> | undefined)?.data?.tenantId === who.tenantId;
}

function rowOf(job: Job<JobData>, { tenant }: Who): DeadLetterRow {
  return {
    tenant,
    id: job.id ?? '',
    queue: job.queueName,
    name: job.name,
    reason: (job.failedReason ?? '').slice(0, mostReason),
    attempts: job.attemptsMade,
  };
}
