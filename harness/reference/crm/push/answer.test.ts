import { describe, expect, it } from 'vitest';
import { GiveUp, Postpone } from '../jobs/job.ts';
import { judgeAnswer } from './answer.ts';

const nowMs = Date.parse('2026-05-01T10:00:00Z');
const thrownBy = (status: number, retryAfter?: string): unknown => {
  try {
    return judgeAnswer({ status, retryAfter }, nowMs);
  } catch (error) {
    return error;
  }
};

describe('what a push service answers', () => {
  it.each([200, 201, 202, 204])('%d is done', (status) => expect(thrownBy(status)).toBe('done'));
  it.each([404, 410])('%d says that it is gone', (status) => expect(thrownBy(status)).toBe('gone'));
  it.each([301, 307, 400, 401, 403, 413])('%d is given up', (status) =>
    expect(thrownBy(status)).toBeInstanceOf(GiveUp),
  );
  it.each([408, 500, 502, 503, 504])('%d is tried again', (status) => {
    const error = thrownBy(status);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(GiveUp);
    expect(error).not.toBeInstanceOf(Postpone);
  });

  it.each([
    ['7', 7_000],
    ['0', 1_000],
    ['Fri, 01 May 2026 10:00:30 GMT', 30_000],
    ['Fri, 01 May 2026 09:00:00 GMT', 1_000],
    ['999999999', 3_600_000],
    ['soon', 60_000],
    [undefined, 60_000],
  ])('429 with Retry-After %s comes back later', (retryAfter, afterMs) => {
    expect(thrownBy(429, retryAfter)).toMatchObject({ afterMs });
    expect(thrownBy(429, retryAfter)).toBeInstanceOf(Postpone);
  });
});
