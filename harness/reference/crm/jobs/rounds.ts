import type { Crm } from '../crm.ts';
import type { Consumer } from './job.ts';
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

/** Has them come round from now on. To be called again where it rejects. */
export async function scheduleRounds(crm: Crm, rounds: readonly Round[]): Promise<void> {
  for (const { name, everyMs } of rounds) await crm.jobs.everyMs(queues.rounds, name, everyMs);
}
