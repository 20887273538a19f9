import { describe, expect, it } from 'vitest';
import { durationText, intervalText, marginText, rupees, timeText } from './figures.ts';

describe('marginText', () => {
  it.each([
    [0.6206, '+62 %'],
    [0.29, '+29 %'],
    [0.999, '+99 %'],
    [0.004, '0 %'],
    [0, '0 %'],
    [-0.0129, '−2 %'],
    [-1.5, '−150 %'],
    [12.345, '+1,234 %'],
    [null, null],
    [Number.NaN, null],
  ])('%s is %s: room is never overstated', (ratio, text) => expect(marginText(ratio)).toBe(text));
});

it('groups rupees the Indian way', () => {
  expect([3500, 50_500, 1_00_000, 23.333].map(rupees)).toEqual(['₹3,500', '₹50,500', '₹1,00,000', '₹23.33']);
});

it('gives durations the unit they need', () => {
  expect([0, 412, 6_240, 61_300, 185_000].map(durationText)).toEqual([
    '0 ms',
    '412 ms',
    '6.2 s',
    '61.3 s',
    '3 min 5 s',
  ]);
});

it('gives times of day in India, and leaves what is none', () => {
  expect(timeText('2025-11-25T16:39:20.000Z')).toBe('25 Nov 2025, 22:09 IST');
  expect(timeText('soon')).toBe('soon');
});

it('gives no interval where there is only a point', () => {
  const observed = {
    value: 3,
    lower: 3,
    upper: 3,
    unit: 'count',
    confidence: 0.98,
    samples: 1,
    sampleUnit: 'readings',
  } as const;
  expect(intervalText(observed)).toBeNull();
  expect(intervalText({ ...observed, lower: 2 })).toBe('2 to 3');
});
