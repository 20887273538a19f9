import { describe, expect, it } from 'vitest';
import { dateText, dayOf, historyDays, momentOf, momentText, weekdayOf } from './calendar.ts';
import { tradingDay } from './season.ts';

describe('tradingDay', () => {
  it('covers the history from its first day to today', () => {
    expect(tradingDay(0)).toBe(-historyDays);
    expect(tradingDay(0.999999999)).toBe(0);
  });

  const perDay = new Map<number, number>();
  for (let i = 0; i < 100_000; i++) {
    const day = tradingDay(i / 100_000);
    perDay.set(day, (perDay.get(day) ?? 0) + 1);
  }
  const on = (day: number) => perDay.get(day) ?? 0;
  const week = (from: string) =>
    Array.from({ length: 7 }, (_, i) => on(dayOf(from) + i)).reduce((sum, n) => sum + n);

  it('puts more trade before Dhanteras than into a plain week, and into a week of weddings as well', () => {
    expect(week('2024-10-23')).toBeGreaterThan(1.8 * week('2024-07-10'));
    expect(week('2024-11-25')).toBeGreaterThan(1.35 * week('2024-07-10'));
    expect(week('2023-05-20')).toBeGreaterThan(1.35 * week('2023-07-10'));
  });

  it.each(['2023-04-22', '2023-11-10', '2024-05-10', '2024-10-29'])(
    'is busiest on the festival itself, %s, whatever weekday that is',
    (date) => {
      const festival = dayOf(date);
      for (let away = -10; away <= 10; away++)
        if (away !== 0) expect(on(festival), dateText(festival + away)).toBeGreaterThan(on(festival + away));
    },
  );

  it.each([2023, 2024])('has the best day of %i on Dhanteras', (year) => {
    const days = [...perDay.keys()].filter((day) => dateText(day).startsWith(String(year)));
    const best = days.reduce((a, b) => (on(b) > on(a) ? b : a));
    expect(['2023-11-10', '2024-10-29']).toContain(dateText(best));
  });

  it('has better weekends than Mondays', () => {
    const monday = dayOf('2024-07-08');
    expect(weekdayOf(monday)).toBe(1);
    for (let weeks = 0; weeks < 4; weeks++) {
      expect(on(monday + 7 * weeks + 5)).toBeGreaterThan(1.5 * on(monday + 7 * weeks));
      expect(on(monday + 7 * weeks + 6)).toBeGreaterThan(1.5 * on(monday + 7 * weeks));
    }
  });
});

describe('calendar', () => {
  it('counts days from the anchor and writes Indian time', () => {
    expect(dateText(-31)).toBe('2024-12-31');
    expect(dayOf('2024-12-31')).toBe(-31);
    expect(momentText(momentOf(0, 10.5 * 3600))).toBe('2025-01-31 10:30:00+05:30');
  });
});
