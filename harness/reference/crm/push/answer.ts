import { GiveUp, Postpone } from '../jobs/job.ts';

/** What a push service said. */
export interface PushAnswer {
  status: number;
  retryAfter: string | undefined;
}

/** Where a push service that is too busy does not say when to come back. */
const usualPauseMs = 60_000;
const longestPauseMs = 3_600_000;

/**
 * What follows from a push service's answer: `done`, or `gone` where the subscription is no more. Throws Postpone where it is to
 * come back later, GiveUp where no attempt would help, and a plain error where another may. No message names the endpoint:
 * whoever knows it can push to it.
 */
export function judgeAnswer({ status, retryAfter }: PushAnswer, nowMs: number): 'done' | 'gone' {
  if (status >= 200 && status < 300) return 'done';
  if (status === 404 || status === 410) return 'gone';
  if (status === 429) throw new Postpone(pauseMs(retryAfter, nowMs), 'the push service is too busy');
  if (status === 408 || status >= 500) throw new Error(`the push service answers ${status}`);
  // 3xx: an address that nobody checked; 400, 401, 403: our fault, or our key's; 413: too large
  throw new GiveUp(`the push service answers ${status}`);
}

/** Milliseconds of a Retry-After, which is seconds or a date: from one second to one hour. */
function pauseMs(retryAfter: string | undefined, nowMs: number): number {
  const text = retryAfter?.trim() ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(ms) ? usualPauseMs : Math.min(longestPauseMs, Math.max(1000, ms));
}
