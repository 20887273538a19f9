import { closingSecond, historyDays, momentOf, openingSecond } from './calendar.ts';
import { tradingDay } from './season.ts';

/** How a day's activity spreads over the day: seconds of the day at which equal parts of it are done. */
export type Hours = Float64Array;

const partsOfDay = 1024;
const hourSeconds = 3600;

/** The hours of an activity that begins at `firstSecond` of the day and has these weights, one an hour. */
function hoursOf(firstSecond: number, weights: readonly number[]): Hours {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const seconds = new Float64Array(partsOfDay + 1);
  let hour = 0;
  let before = 0;
  for (let part = 0; part <= partsOfDay; part++) {
    const wanted = (part / partsOfDay) * total;
    while (hour < weights.length - 1 && before + (weights[hour] as number) <= wanted) {
      before += weights[hour] as number;
      hour++;
    }
    const within = Math.min(1, (wanted - before) / (weights[hour] as number));
    seconds[part] = firstSecond + (hour + within) * hourSeconds;
  }
  return seconds;
}

const shopWeights = [0.7, 1.2, 1.1, 0.8, 0.6, 0.8, 1.1, 1.4, 1.4, 0.9];
const shopWeightsFit = shopWeights.length * hourSeconds === closingSecond - openingSecond;
if (!shopWeightsFit) throw new Error('the opening hours need as many weights as they have hours');

/** From opening to closing: noon and the early evening are busy. */
export const shopHours = hoursOf(openingSecond, shopWeights);

/** Round the clock, as on-line shops and gateways see it: quiet in the small hours, busiest after dinner. */
export const onlineHours = hoursOf(
  0,
  [
    0.5, 0.3, 0.2, 0.1, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.3, 1.3, 1.1, 1, 1, 1.1, 1.2, 1.3, 1.5, 1.7, 1.7,
    1.4, 0.9,
  ],
);

/** The share of all trade that is done before each day of the history, and 1 at the end. */
const shareBefore = new Float64Array(historyDays + 2);
for (let day = 0; day <= historyDays; day++) shareBefore[day] = firstShareOf(day);
shareBefore[historyDays + 1] = 1;

/** Where `tradingDay` steps to day `day` (from 0, the oldest), by halving. */
function firstShareOf(day: number): number {
  let low = 0;
  let high = 1;
  if (day === 0) return 0;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (tradingDay(middle) + historyDays < day) low = middle;
    else high = middle;
  }
  return high;
}

/** For each of so many equal shares the day on which it begins: near enough to count on from there. */
const guides = 4096;
const guide = new Int16Array(guides);
for (let at = 0; at < guides; at++) guide[at] = tradingDay(at / guides) + historyDays;

/**
 * The moment at which the share `u` in [0, 1) of two years' trade is done, within `hours` of its day: never earlier for a
 * greater `u`. So rows numbered by it stand in the order of time, as a table that is only ever added to does.
 */
export function momentAt(u: number, hours: Hours): number {
  let day = guide[Math.floor(u * guides)] as number;
  while (day < historyDays && (shareBefore[day + 1] as number) <= u) day++;
  const start = shareBefore[day] as number;
  const part = Math.max(0, (u - start) / ((shareBefore[day + 1] as number) - start)) * partsOfDay;
  const whole = Math.min(partsOfDay - 1, Math.floor(part));
  const from = hours[whole] as number;
  const to = hours[whole + 1] as number;
  const second = Math.floor(from + (to - from) * Math.min(0.999, part - whole));
  return momentOf(day - historyDays, second);
}
