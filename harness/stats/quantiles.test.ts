import { describe, expect, it } from 'vitest';
import { betaQuantile, normalQuantile, tQuantile } from './quantiles.ts';

describe('quantiles', () => {
  it('agrees with printed tables', () => {
    expect(tQuantile(0.98, 4)).toBeCloseTo(2.9985, 4);
    expect(tQuantile(0.98, 9)).toBeCloseTo(2.3984, 4);
    expect(tQuantile(0.975, 1)).toBeCloseTo(12.7062, 4);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 6);
    expect(normalQuantile(0.98)).toBeCloseTo(2.053749, 6);
  });

  it('the beta quantile has its closed forms: 1 - (1-p)^(1/b) at a = 1, p^(1/a) at b = 1', () => {
    expect(betaQuantile(0.95, 1, 1000)).toBeCloseTo(1 - 0.05 ** (1 / 1000), 12);
    expect(betaQuantile(0.95, 7, 1)).toBeCloseTo(0.95 ** (1 / 7), 12);
  });

  it('refuses what has no quantile rather than return NaN', () => {
    expect(() => tQuantile(0.98, 0)).toThrow(RangeError);
    expect(() => normalQuantile(1)).toThrow(RangeError);
    expect(() => betaQuantile(0.5, Number.NaN, 2)).toThrow(RangeError);
  });
});
