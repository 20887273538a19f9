import type { Database, DatabaseTime } from './database.ts';

/** The CRM lives on its dataset's day, so that 'today' finds the same rows whenever it is asked. */
export interface BusinessDay {
  /** `YYYY-MM-DD` of the dataset's anchor. Fails as a missing table does until a dataset is seeded. */
  today(time: DatabaseTime): Promise<string>;
  /** ISO 8601: the business day at the present time of day in India. */
  now(time: DatabaseTime): Promise<string>;
}

const istOffsetMs = 5.5 * 3_600_000;
/** A dataset can be replaced while we run. */
const rereadAfterMs = 60_000;

export function createBusinessDay(database: Database): BusinessDay {
  let known: { date: string; readAt: number } | null = null;

  async function today(time: DatabaseTime): Promise<string> {
    if (known !== null && performance.now() - known.readAt < rereadAfterMs) return known.date;
    const rows = await database.bare<{ date: string }>(time, 'select anchored_on as date from dataset');
    const date = rows[0]?.date;
    // The same as if there were no table: seeding is not done.
    if (date === undefined) throw Object.assign(new Error('dataset has no row'), { code: '42P01' });
    known = { date, readAt: performance.now() };
    return date;
  }

  return { today, now: async (time) => momentOn(await today(time), Date.now()) };
}

/** The moment of `date` that has the Indian time of day of `epochMs`. */
export function momentOn(date: string, epochMs: number): string {
  const clock = new Date(epochMs + istOffsetMs).toISOString().slice(11, 23);
  return new Date(`${date}T${clock}+05:30`).toISOString();
}

/** The first day of the month of a `YYYY-MM-DD`. */
export function monthStart(date: string): string {
  return `${date.slice(0, 8)}01`;
}
