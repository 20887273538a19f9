import { inTime } from './in-time.ts';
import { deadLetterAgeS } from './jobs.ts';
import type { Round } from './rounds.ts';

/** Dead letters of one queue that one round removes. */
const mostAtOnce = 1_000;

/**
 * Dead letters that have been kept for their week go. The library looks at the age of the old ones only when another job of the
 * same queue dies, which may be never.
 */
export const jobRounds: readonly Round[] = [
  {
    name: 'tidy',
    everyMs: 600_000,
    async run({ jobs }) {
      for (const name of await jobs.names())
        await inTime(jobs.queue(name).clean(deadLetterAgeS * 1_000, mostAtOnce, 'failed'));
    },
  },
];
