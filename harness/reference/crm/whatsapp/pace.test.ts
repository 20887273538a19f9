import { expect, it } from 'vitest';
import { atOnce, delayOf, limitOf } from './pace.ts';

it('limits a number to its pace, in windows that are no shorter than a tenth of a second', () => {
  expect(limitOf(60)).toEqual({ most: 1, everyMs: 1_000 });
  expect(limitOf(1.5)).toEqual({ most: 1, everyMs: 40_000 });
  for (const perMinute of [0.5, 45, 90, 600, 900, 4_000, 60_000]) {
    const { most, everyMs } = limitOf(perMinute);
    expect(((most / everyMs) * 60_000) / perMinute).toBeCloseTo(1, 1);
    expect(Number.isInteger(most) && Number.isInteger(everyMs)).toBe(true);
    expect(everyMs).toBeGreaterThanOrEqual(65);
  }
});

it('has more in hand where the pace is higher, within bounds', () => {
  expect([0.5, 60, 600, 60_000].map(atOnce)).toEqual([2, 2, 10, 16]);
});

it('spaces the messages of a campaign that has a pace', () => {
  expect([0, 1, 60].map((place) => delayOf(place, 60))).toEqual([0, 1_000, 60_000]);
  expect(delayOf(99, null)).toBe(0);
});
