import type { Consumer } from '../jobs/job.ts';

/** A window shorter than this would cost more in rounds of asking Redis than it holds back. */
const shortestWindowMs = 100;
/** A message takes up to a second at WAHA while it is well. */
const slowestAnswerS = 1;
const leastAtOnce = 2;
/** Beyond it they would wait for each other at the pool of database connections. */
const mostAtOnce = 16;

/**
 * The pace of a number as its queue keeps it: one message in a window, or several where one would make it shorter than a
 * tenth of a second.
 */
export function limitOf(perMinute: number): NonNullable<Consumer['limit']> {
  const most = Math.max(1, Math.round((perMinute * shortestWindowMs) / 60_000));
  return { most, everyMs: Math.max(1, Math.round((most * 60_000) / perMinute)) };
}

/** Messages of a number that one process has in hand at once, so that slow answers do not slow down the pace. */
export function atOnce(perMinute: number): number {
  const wanted = Math.ceil((perMinute / 60) * slowestAnswerS);
  return Math.min(mostAtOnce, Math.max(leastAtOnce, wanted));
}

/** Milliseconds until message `place` (from 0) of a campaign may begin; none where only the pace of the numbers holds. */
export function delayOf(place: number, perMinute: number | null): number {
  return perMinute === null ? 0 : Math.floor((place * 60_000) / perMinute);
}
