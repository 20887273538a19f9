import type { Draw } from '../../random.ts';
import { dateText, dayOf, historyDays } from '../../time/calendar.ts';
import { fourDigits } from '../../values/digits.ts';
import type { Channel } from './orders.ts';

export type Method = 'upi' | 'card' | 'cash' | 'netbanking' | 'old-gold';

/** UPI takes a lakh a day, and nobody may take two lakh in cash. */
const upiMostInr = 100_000;
const cashBelowInr = 200_000;

const small: readonly Method[] = ['upi', 'upi', 'upi', 'upi', 'card', 'card', 'cash', 'cash'];
const middling: readonly Method[] = ['card', 'card', 'card', 'netbanking', 'netbanking', 'cash'];
const large: readonly Method[] = ['card', 'netbanking', 'netbanking', 'netbanking'];
const smallWithoutCash: readonly Method[] = ['upi', 'upi', 'upi', 'upi', 'card', 'card', 'netbanking'];
const largeWithoutCash: readonly Method[] = ['card', 'netbanking', 'netbanking'];
const smallFromAfar: readonly Method[] = ['upi', 'upi', 'upi', 'card', 'netbanking'];
const largeFromAfar: readonly Method[] = ['card', 'netbanking'];

/**
 * How an amount is paid: only what the law and the banks let through, and cash only in the store and where it
 * `mayBeCash`. Section 269ST adds up what is paid for one order, so of its parts one may be.
 */
export function methodFor(channel: Channel, amountInr: number, mayBeCash: boolean, draw: Draw): Method {
  if (channel !== 'store') return draw.pick(amountInr <= upiMostInr ? smallFromAfar : largeFromAfar);
  if (!mayBeCash) return draw.pick(amountInr <= upiMostInr ? smallWithoutCash : largeWithoutCash);
  if (amountInr <= upiMostInr) return draw.pick(small);
  return draw.pick(amountInr < cashBelowInr ? middling : large);
}

/** How reference numbers of each day begin: the last digit of the year, and which day of it. */
const dayMarks: string[] = [];
for (let day = -historyDays; day <= 0; day++) {
  const year = dateText(day).slice(0, 4);
  const dayOfYear = day - dayOf(`${year}-01-01`) + 1;
  dayMarks.push(`${year.slice(3)}${String(dayOfYear).padStart(3, '0')}`);
}

/** The bank's reference number of twelve digits for a payment on a day of the history; none for cash and old gold. */
export function referenceOf(method: Method, day: number, draw: Draw): string | null {
  if (method === 'cash' || method === 'old-gold') return null;
  return `${dayMarks[day + historyDays]}${fourDigits[draw.int(0, 9_999)]}${fourDigits[draw.int(0, 9_999)]}`;
}
