import { dayOf, historyDays, oldestCustomerDays, weekdayOf } from './calendar.ts';

/** Days on which gold is bought, with how many times a plain day's trade the day itself sees. */
const festivals: readonly [date: string, factor: number, name: string][] = [
  // Before the history only customers are registered; the two great days are enough for that.
  ['2017-04-28', 3.2, 'Akshaya Tritiya'],
  ['2017-10-17', 5.0, 'Dhanteras'],
  ['2018-04-18', 3.2, 'Akshaya Tritiya'],
  ['2018-11-05', 5.0, 'Dhanteras'],
  ['2019-05-07', 3.2, 'Akshaya Tritiya'],
  ['2019-10-25', 5.0, 'Dhanteras'],
  ['2020-04-26', 3.2, 'Akshaya Tritiya'],
  ['2020-11-13', 5.0, 'Dhanteras'],
  ['2021-05-14', 3.2, 'Akshaya Tritiya'],
  ['2021-11-02', 5.0, 'Dhanteras'],
  ['2022-05-03', 3.2, 'Akshaya Tritiya'],
  ['2022-10-22', 5.0, 'Dhanteras'],
  ['2023-03-22', 1.8, 'Ugadi and Gudi Padwa'],
  ['2023-04-22', 3.2, 'Akshaya Tritiya'],
  ['2023-08-29', 1.6, 'Onam'],
  ['2023-10-24', 2.0, 'Dussehra'],
  ['2023-11-10', 5.0, 'Dhanteras'],
  ['2024-01-15', 1.8, 'Sankranti and Pongal'],
  ['2024-04-09', 1.8, 'Ugadi and Gudi Padwa'],
  ['2024-05-10', 3.2, 'Akshaya Tritiya'],
  ['2024-09-15', 1.6, 'Onam'],
  ['2024-10-12', 2.0, 'Dussehra'],
  ['2024-10-29', 5.0, 'Dhanteras'],
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

/** How many times a plain weekday's trade there is on the days since the oldest customer, by wedding, festival and weekday. */
const factors = new Float64Array(oldestCustomerDays + 1);
fillFactors();

function fillFactors(): void {
  for (let day = -oldestCustomerDays; day <= 0; day++)
    factors[day + oldestCustomerDays] = weekdays[weekdayOf(day)] as number;
  for (const [date, factor] of festivals) addFestival(dayOf(date), factor);
  for (const [from, to] of weddings) {
    const last = Math.min(0, dayOf(to));
    for (let day = dayOf(from); day <= last; day++) multiply(day, weddingFactor);
  }
}

function multiply(day: number, factor: number): void {
  const at = day + oldestCustomerDays;
  if (at >= 0) factors[at] = (factors[at] as number) * factor;
}

/** People buy in the week before as well: the bump rises to the day, steeply at the end, and is gone after it. */
function addFestival(festival: number, factor: number): void {
  for (let before = 1; before < 7; before++) {
    const near = 1 - before / 7;
    multiply(festival - before, 1 + (factor - 1) * near * near);
  }
  // On the day itself nobody asks which weekday it is.
  if (festival >= -oldestCustomerDays) factors[festival + oldestCustomerDays] = factor;
}

/** How many times the trade of a plain weekday of its year there is on a day, from the oldest customer's to today. */
export function seasonOn(day: number): number {
  return factors[day + oldestCustomerDays] as number;
}

/** A plain weekday two years ago counts 1; trade grows by a quarter until the anchor. */
function weightOf(day: number): number {
  return (1 + (0.25 * (day + historyDays)) / historyDays) * seasonOn(day);
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
