import { describe, expect, it } from 'vitest';
import { stream } from './random.ts';
import { LONGEST_THINK_MS, residualMs, THINK_MEAN_MS, THINK_SCV, thinkMs } from './think.ts';

describe('think time', () => {
  it('has the mean and the variation that expectations are computed from', () => {
    const random = stream(11, 'think');
    const n = 300_000;
    let sum = 0;
    let squares = 0;
    let longest = 0;
    for (let i = 0; i < n; i++) {
      const ms = thinkMs(random);
      longest = Math.max(longest, ms);
      sum += ms;
      squares += ms * ms;
    }
    expect(longest).toBeLessThanOrEqual(LONGEST_THINK_MS);
    const mean = sum / n;
    // Standard error of the mean: 20 s x sqrt(0.952 / n) = 0.18 %.
    expect(Math.abs(mean / THINK_MEAN_MS - 1)).toBeLessThan(0.006);
    expect(Math.abs((squares / n - mean * mean) / mean ** 2 - THINK_SCV)).toBeLessThan(0.04);
  });

  it('starts users at a rate that is flat from the first second', () => {
    const random = stream(5, 'start');
    const users = 40_000;
    const perBin = new Array<number>(6).fill(0);
    for (let user = 0; user < users; user++) {
      let at = residualMs(random, thinkMs, LONGEST_THINK_MS);
      while (at < 60_000) {
        perBin[Math.floor(at / 10_000)] = (perBin[Math.floor(at / 10_000)] ?? 0) + 1;
        at += thinkMs(random);
      }
    }
    for (const count of perBin) expect(Math.abs(count / (users / 2) - 1)).toBeLessThan(0.03);
  });
});
