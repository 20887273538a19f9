import { expect, it } from 'vitest';
import { dateText, dayOf, historyDays } from '../../time/calendar.ts';
import { monthsLater } from './months.ts';

it.each([
  ['2023-01-31', 1, '2023-02-28'],
  ['2024-01-31', 1, '2024-02-29'],
  ['2024-12-15', 1, '2025-01-15'],
  ['2025-01-31', 11, '2025-12-31'],
  ['2024-10-29', 0, '2024-10-29'],
])('%s and %d months is %s', (date, months, later) => {
  expect(dateText(monthsLater(dayOf(date), months))).toBe(later);
});

it('goes on by 28 to 31 days from every day of the history', () => {
  for (let day = -historyDays; day <= 0; day++)
    for (let months = 0; months < 11; months++) {
      const step = monthsLater(day, months + 1) - monthsLater(day, months);
      expect(step, `${dateText(day)} + ${months}`).toBeGreaterThanOrEqual(28);
      expect(step, `${dateText(day)} + ${months}`).toBeLessThanOrEqual(31);
    }
});
