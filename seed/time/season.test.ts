import { describe, expect, it } from 'vitest';
import { dateText, dayOf, historyDays, momentOf, momentText } from './calendar.ts';
import { tradingDay } from './season.ts';

describe('tradingDay', () => {
  it('covers the history from its first day to today', () => {
    expect(tradingDay(0)).toBe(-historyDays);
    expect(tradingDay(0.999999999)).toBe(0);
  });

  it('puts more trade before Dhanteras than into a plain week', () => {
    const perDay = new Map<number, number>();
    for (let i = 0; i < 100_000; i++) {
      const day = tradingDay(i / 100_000);
      perDay.set(day, (perDay.get(day) ?? 0) + 1);
    }
    const week = (from: string) =>
      Array.from({ length: 7 }, (_, i) => perDay.get(dayOf(from) + i) ?? 0).reduce((sum, n) => sum + n);
    expect(week('2024-10-23')).toBeGreaterThan(1.8 * week('2024-07-10'));
  });
});

describe('calendar', () => {
  it('counts days from the anchor and writes Indian time', () => {
    expect(dateText(-31)).toBe('2024-12-31');
    expect(dayOf('2024-12-31')).toBe(-31);
    expect(momentText(momentOf(0, 10.5 * 3600))).toBe('2025-01-31 10:30:00+05:30');
  });
});
