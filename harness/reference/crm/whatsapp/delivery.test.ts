import { expect, it } from 'vitest';
import { HoldQueue, type JobInHand } from '../jobs/job.ts';
import { attempts } from '../jobs/jobs.ts';
import { endOf, Undeliverable } from './delivery.ts';

const hand = (attemptsMade: number) => ({ attemptsMade }) as JobInHand;
const last = hand(attempts - 1);

it.each<[string, JobInHand, Error, string | null]>([
  ['undeliverable', hand(0), new Undeliverable('no such number'), 'no such number'],
  ['what nobody foresaw, for the first time', hand(0), new Error('column missing'), null],
  ['what nobody foresaw, in the last attempt', last, new Error('column\0 missing'), 'column  missing'],
  ['a number that waits', last, new HoldQueue(1_000, 'STARTING'), null],
  ['a database that is away', last, Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), null],
])('knows whether this is the end of a message: %s', (_, job, thrown, end) => {
  expect(endOf(job, thrown)).toBe(end);
});
