import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { around, counterAt, gaugeAt, growth, pairs, slicesOf, steadyGrowth, worstRate } from './series.ts';

const window = { loadFromMs: 0, fromMs: 10_000, toMs: 20_000 };
const steady = Array.from({ length: 31 }, (_, s) => ({ atMs: s * 1000, reading: s * 5 }));
const self = (value: number) => value;

describe('counters', () => {
  it('interpolates between readings', () => {
    expect(counterAt(steady, 2500, self)).toBe(12.5);
    expect(growth(steady, window, self)).toBe(50);
  });

  it('refuses a window that the readings do not cover', () => {
    expect(() => growth(steady.slice(0, 5), window, self)).toThrow('no readings around the window');
    expect(() => growth([], window, self)).toThrow('no readings');
  });

  it('notices a counter that ran backwards', () => {
    const restarted = steady.map((r) => (r.atMs > 15_000 ? { ...r, reading: r.reading - 70 } : r));
    expect(() => growth(restarted, window, self)).toThrow('restarted');
  });

  it('notices a restart inside the window, after which the counter grew beyond where it was', () => {
    const again = steady.map((r) => (r.atMs > 13_000 ? { ...r, reading: r.reading - 40 } : r));
    expect(growth(again, window, self)).toBe(10);
    expect(() => steadyGrowth(again, window, self)).toThrow('restarted');
    expect(steadyGrowth(steady, window, self)).toBe(50);
    expect(() => steadyGrowth([], window, self)).toThrow('no readings');
  });

  it('reads a gauge that falls by the nearest reading', () => {
    const falling = steady.map((r) => ({ ...r, reading: 100 - r.reading }));
    expect(gaugeAt(falling, 2400, self)).toBe(90);
    expect(gaugeAt(falling, 2600, self)).toBe(85);
    expect(() => gaugeAt(falling, 40_000, self)).toThrow('no readings around the window');
    expect(() => gaugeAt([], 0, self)).toThrow('no readings');
  });

  it('slices add up to the whole, whatever the readings', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { minLength: 31, maxLength: 31 }), (steps) => {
        let total = 0;
        const readings = steps.map((step, s) => {
          total += step;
          return { atMs: s * 1000, reading: total };
        });
        const sum = slicesOf(window).reduce((acc, slice) => acc + growth(readings, slice, self), 0);
        return Math.abs(sum - growth(readings, window, self)) < 1e-6;
      }),
    );
  });

  it('finds the worst ten seconds', () => {
    const long = { loadFromMs: 0, fromMs: 0, toMs: 30_000 };
    const bursty = steady.map((r, s) => ({ ...r, reading: s <= 10 ? s : s <= 20 ? 10 + (s - 10) * 9 : 100 }));
    expect(worstRate(bursty, long, { spanMs: 10_000, value: self })).toBeCloseTo(9);
  });

  it('takes the readings next to the window with those inside', () => {
    const at = (...times: number[]) => times.map((atMs) => ({ atMs, reading: 0 }));
    const times = (...all: number[]) => around(at(...all), window).map(({ atMs }) => atMs);
    expect(times(0, 9000, 12_000, 20_000, 21_000, 30_000)).toEqual([9000, 12_000, 20_000, 21_000]);
    expect(times(12_000)).toEqual([12_000]);
    expect(times(5000)).toEqual([5000]);
    expect(times()).toEqual([]);
  });

  it('dates each pair by the later reading', () => {
    expect(pairs(steady.slice(0, 3), window).map((p) => [p.t, p.seconds])).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });
});
