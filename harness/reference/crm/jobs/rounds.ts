import type { Crm } from '../crm.ts';
import { inTime } from './in-time.ts';
import type { Consumer } from './job.ts';
import type { Jobs } from './jobs.ts';
import { queues } from './names.ts';

/** Something that comes round: done once over all processes each time, not once in each. */
export interface Round {
  name: string;
  everyMs: number;
  run(crm: Crm): Promise<void>;
}

/** Who does what comes round. One that fails is not tried again: it comes round again. */
export function roundConsumer(crm: Crm, rounds: readonly Round[]): Consumer {
  return {
    queue: queues.rounds,
    concurrency: 2,
    async handle(job) {
      await rounds.find(({ name }) => name === job.name)?.run(crm);
    },
  };
}

/** One whose time is over for so long has come to rest: Redis has lost its next job. */
const lateMs = 60_000;

/**
 * Has them come round from now on; those that do already are left alone. To be called again now and then, because a Redis that
 * dies may lose its last second, and where it rejects. `nowMs` is the time of day.
 */
export async function scheduleRounds(
  { jobs }: { jobs: Jobs },
  rounds: readonly Round[],
  nowMs: number,
): Promise<void> {
  const known = await inTime(jobs.queue(queues.rounds).getJobSchedulers(0, -1));
  for (const { name, everyMs } of rounds) {
    const found = known.find(({ key }) => key === name);
    const comes = found && Number(found.every) === everyMs && (found.next ?? 0) > nowMs - lateMs;
    if (!comes) await jobs.everyMs(queues.rounds, name, everyMs);
  }
}
