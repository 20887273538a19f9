import type { Draw } from '../../random.ts';

/** Eighteen years, with as many leap days as they can have. */
const adultDays = 18 * 365 + 5;
/** A wedding is at most so many days after the eighteenth birthday. */
const latestWedding = 15 * 365;

/** The day on which somebody was born who was registered, as an adult of up to sixty-two, on the day `registered`. */
export function birthDay(registered: number, draw: Draw): number {
  // The sum of two makes the middle years the usual ones.
  return registered - adultDays - draw.int(0, 7_000) - draw.int(0, 9_000);
}

/** The day of the wedding of somebody born on the day `born`: they are of age, and it is not in the future. */
export function weddingDay(born: number, draw: Draw): number {
  const adult = born + adultDays;
  return adult + draw.int(0, Math.min(latestWedding, -adult));
}
