/**
 * Time in a dataset. Days are whole numbers counted from the anchor: 0 is the dataset's today, -1 the day before.
 * The anchor is fixed (the planning document is of January 2025), so a seed means the same bytes on every day.
 */
export const anchoredOn = '2025-01-31';

/** Orders, interactions and gold rates reach back this many days. */
export const historyDays = 731;
/** The oldest customer was registered this many days ago. */
export const oldestCustomerDays = 8 * 365;

const dayMs = 86_400_000;
const daySeconds = 86_400;
const anchorMs = Date.parse(`${anchoredOn}T00:00:00Z`);
const texts = new Map<number, string>();

/** `YYYY-MM-DD` of a day. */
export function dateText(day: number): string {
  let text = texts.get(day);
  if (text === undefined) {
    text = new Date(anchorMs + day * dayMs).toISOString().slice(0, 10);
    texts.set(day, text);
  }
  return text;
}

/** The day of a `YYYY-MM-DD`. */
export function dayOf(date: string): number {
  return (Date.parse(`${date}T00:00:00Z`) - anchorMs) / dayMs;
}

/** 0 is Sunday. */
export function weekdayOf(day: number): number {
  return new Date(anchorMs + day * dayMs).getUTCDay();
}

/** The moment, in seconds from the midnight that today began with in India; `second` counts from the day's midnight. */
export function momentOf(day: number, second: number): number {
  return day * daySeconds + second;
}

/** The day on which a moment is. */
export function dayOfMoment(moment: number): number {
  return Math.floor(moment / daySeconds);
}

/** A moment in Indian Standard Time as PostgreSQL reads it. */
export function momentText(moment: number): string {
  const day = dayOfMoment(moment);
  const second = moment - day * daySeconds;
  return dateText(day) + (timesOfDay[second] ?? timeOf(second));
}

const timesOfDay: string[] = [];

function timeOf(second: number): string {
  const minute = Math.floor(second / 60);
  const text = ` ${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(second % 60)}+05:30`;
  timesOfDay[second] = text;
  return text;
}

function two(n: number): string {
  return n < 10 ? `0${n}` : String(n);
}

/** Shops are open from 10:30 to 20:30. */
export const openingSecond = 10.5 * 3600;
export const closingSecond = 20.5 * 3600;
