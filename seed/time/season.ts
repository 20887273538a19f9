import { dayOf, historyDays, weekdayOf } from './calendar.ts';

/** Days on which gold is bought, with how many times a plain day's trade the day itself sees. */
const festivals: readonly [date: string, factor: number, name: string][] = [
  ['2023-03-22', 1.8, 'Ugadi and Gudi Padwa'],
  ['2023-04-22', 3.2, 'Akshaya Tritiya'],
  ['2023-08-29', 1.6, 'Onam'],
  ['2023-10-24', 2.0, 'Dussehra'],
  ['2023-11-10', 4.0, 'Dhanteras'],
  ['2024-01-15', 1.8, 'Sankranti and Pongal'],
  ['2024-04-09', 1.8, 'Ugadi and Gudi Padwa'],
  ['2024-05-10', 3.2, 'Akshaya Tritiya'],
  ['2024-09-15', 1.6, 'Onam'],
  ['2024-10-12', 2.0, 'Dussehra'],
  ['2024-10-29', 4.0, 'Dhanteras'],
  ['2025-01-14', 1.8, 'Sankranti and Pongal'],
];

/** Wedding seasons, both ends included: half as much trade again. */
const weddings: readonly [from: string, to: string][] = [
  ['2023-01-31', '2023-03-10'],
  ['2023-04-25', '2023-06-15'],
  ['2023-11-23', '2023-12-15'],
  ['2024-01-16', '2024-03-10'],
  ['2024-04-18', '2024-05-05'],
  ['2024-11-12', '2024-12-15'],
  ['2025-01-16', '2025-01-31'],
];
const weddingFactor = 1.5;

/** Sunday to Saturday. */
const weekdays: readonly number[] = [1.5, 0.8, 0.8, 0.9, 1.0, 1.1, 1.4];

/** A plain weekday two years ago counts 1; trade grows by a quarter until the anchor. */
function weightOf(day: number): number {
  const growth = 1 + (0.25 * (day + historyDays)) / historyDays;
  const wedding = weddings.some(([from, to]) => dayOf(from) <= day && day <= dayOf(to)) ? weddingFactor : 1;
  let festival = 1;
  for (const [date, factor] of festivals) {
    // People buy in the week before: the bump rises to the day and is gone after it.
    const before = dayOf(date) - day;
    if (before >= 0 && before < 7) festival += (factor - 1) * (1 - before / 7);
  }
  return growth * wedding * festival * (weekdays[weekdayOf(day)] ?? 1);
}

const firstDay = -historyDays;
const cumulative: number[] = [];
for (let day = firstDay, sum = 0; day <= 0; day++) {
  sum += weightOf(day);
  cumulative.push(sum);
}

/** The day at which the share `u` in [0, 1) of two years' trade is done: evenly spread `u` give the season's peaks. */
export function tradingDay(u: number): number {
  const wanted = u * (cumulative.at(-1) ?? 0);
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] ?? 0) > wanted) high = middle;
    else low = middle + 1;
  }
  return firstDay + low;
}
