import { describe, expect, it } from 'vitest';
import { formatInr, formatRange, formatValue, GIB, TIB, units } from './units.ts';

describe('figures for people', () => {
  it.each([
    [3500, 'inr-per-month', '₹3,500/month'],
    [100_000, 'inr-per-year', '₹1,00,000/year'],
    [0.8, 'ratio', '80 %'],
    [500 * GIB, 'bytes-per-month', '500 GB/month'],
    [2 * TIB, 'bytes', '2 TB'],
    [4, 'vcpu', '4 vCPU'],
    [20.04, 'version', '20.04'],
    [10_000, 'queries-per-hour', '10,000 queries/hour'],
  ] as const)('%d %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it('every unit has words', () => {
    for (const unit of units) expect(formatValue(7, unit)).toMatch(/7/);
  });

  it('a range names a unit once where both ends share it', () => {
    expect(formatRange(2, 4, 'vcpu')).toBe('2 to 4 vCPU');
    expect(formatRange(2000, 3000, 'inr-per-month')).toBe('₹2,000 to ₹3,000/month');
    expect(formatRange(500 * GIB, TIB, 'bytes-per-month')).toBe('500 GB to 1 TB/month');
    expect(formatRange(50 * GIB, 100 * GIB, 'bytes')).toBe('50 to 100 GB');
    expect(formatRange(100, 150, 'users')).toBe('100 to 150 users');
  });

  it('rupees have paise only where they are few', () => {
    expect([formatInr(23.333), formatInr(35), formatInr(-1000), formatInr(1166.67)]).toEqual([
      '₹23.33',
      '₹35',
      '−₹1,000',
      '₹1,167',
    ]);
  });
});
