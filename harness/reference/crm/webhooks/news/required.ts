import { GiveUp } from '../../jobs/job.ts';
import { minorUnits, rupees } from '../booking/money.ts';

/** What an event must say to be booked. Where it does not, no later attempt helps: it is kept as failed, with the reason. */
export function required<Value>(value: Value | null, what: string): Value {
  if (value === null) throw new GiveUp(`it does not say ${what}`);
  return value;
}

/** A total in rupees; other currencies are not booked, for nobody says at what rate. */
export function totalOf(amount: unknown, currency: unknown): number {
  if (currency !== 'INR') throw new GiveUp('its total is not in rupees');
  return required(rupees(amount), 'a total that is an amount of rupees');
}

/** A code such as INR. */
export function currencyOf(written: unknown): string {
  const code = typeof written === 'string' ? written.toUpperCase() : '';
  if (!/^[A-Z]{3}$/.test(code)) throw new GiveUp('it does not say its currency');
  return code;
}

/** An amount in the smallest unit that is a number above 0 already. */
export function minorOf(amount: unknown): number {
  const isAmount = typeof amount === 'number' && Number.isSafeInteger(amount) && amount > 0;
  return required(isAmount ? amount : null, 'an amount');
}

/** The same from a decimal text. */
export function minorOfText(amount: unknown, currency: string): number {
  return minorOf(minorUnits(amount, currency));
}
