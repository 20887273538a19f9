import { expect, it } from 'vitest';
import type { Crm } from '../crm.ts';
import { onBusinessDay } from './business-moment.ts';

const now = '2026-10-20T06:00:00.000Z';
const crm = { day: { now: async () => now } } as unknown as Crm;

it.each([
  ['an hour ago', () => Date.now() - 3_600_000, '2026-10-20T05:00'],
  ['in the future', () => Date.now() + 3_600_000, now.slice(0, 16)],
  ['no time at all', () => Number.NaN, now.slice(0, 16)],
  ['before all calendars', () => -1e300, '2006-10-25T06:00'],
  ['at the beginning of JavaScript', () => -8.64e15, '2006-10-25T06:00'],
])('takes what happened %s for a moment of its day', async (_, epochMs, moment) => {
  const at = Date.parse(await onBusinessDay(crm, epochMs()));
  expect(Math.abs(at - Date.parse(`${moment}${moment.length === 16 ? ':00Z' : ''}`))).toBeLessThan(5_000);
});
