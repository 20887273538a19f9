import { dateText, dayOf, historyDays } from '../../time/calendar.ts';

/** From the first month of the history to the last one in which an instalment can be due. */
const firstYear = Number(dateText(-historyDays).slice(0, 4));
const lastYear = Number(dateText(400).slice(0, 4));

/** The days on which months begin, from the January of the first year to the January after the last. */
const starts = new Int32Array((lastYear - firstYear + 1) * 12 + 1);
for (let month = 0; month < starts.length; month++) {
  const year = firstYear + Math.floor(month / 12);
  starts[month] = dayOf(`${year}-${String((month % 12) + 1).padStart(2, '0')}-01`);
}

/** The month of each day of the history, counted in `starts`. */
const monthOf = new Uint8Array(historyDays + 1);
for (let day = -historyDays, month = 0; day <= 0; day++) {
  while ((starts[month + 1] as number) <= day) month++;
  monthOf[day + historyDays] = month;
}

/**
 * The same day of the month `months` (0 to 11) after a day of the history, or the last day of that month where it has no
 * such day: a month after 31 January is 28 February.
 */
export function monthsLater(day: number, months: number): number {
  const month = monthOf[day + historyDays] as number;
  const within = day - (starts[month] as number);
  const start = starts[month + months] as number;
  const length = (starts[month + months + 1] as number) - start;
  return start + Math.min(within, length - 1);
}
