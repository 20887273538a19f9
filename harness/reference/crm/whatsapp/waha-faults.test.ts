import { describe, expect, it } from 'vitest';
import { faultOfAnswer, faultOfFailure } from './waha-faults.ts';

describe('an answer', () => {
  it.each([
    [401, { message: 'Unauthorized' }, 'unauthorised', false],
    [404, { message: 'Session not found' }, 'absent', false],
    [422, { error: 'x', session: 's', status: 'FAILED', expected: ['WORKING'] }, 'not-working', false],
    [422, { message: 'chatId must be a string' }, 'refused', false],
    [400, { message: 'no such number' }, 'refused', false],
    [429, null, 'too-many', false],
    [500, null, 'broken', true],
    [502, 'Bad gateway', 'broken', true],
  ])('of %s %j is %s', (status, body, kind, perhapsDone) => {
    expect(faultOfAnswer(status, undefined, body)).toMatchObject({ kind, perhapsDone });
  });

  it('says for how long to wait where WAHA does', () => {
    expect(faultOfAnswer(429, '7', null).retryAfterMs).toBe(7_000);
    for (const odd of [undefined, 'soon', '-1'])
      expect(faultOfAnswer(429, odd, null).retryAfterMs).toBeNull();
  });

  it('is told in one short line', () => {
    const { message } = faultOfAnswer(400, undefined, { message: `a\n${'b'.repeat(900)}` });
    expect(message).toMatch(/^WAHA answers 400: a b+$/);
    expect(message.length).toBeLessThan(300);
  });
});

it('tells a request that nobody read from one that nobody answered', () => {
  for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'])
    expect(faultOfFailure({ code })).toMatchObject({ kind: 'away', perhapsDone: false });
  for (const thrown of [
    { code: 'UND_ERR_HEADERS_TIMEOUT' },
    { code: 'ECONNRESET' },
    { code: 'UND_ERR_SOCKET' },
    null,
  ])
    expect(faultOfFailure(thrown)).toMatchObject({ kind: 'unknown', perhapsDone: true });
});
