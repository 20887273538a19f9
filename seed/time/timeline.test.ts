import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closingSecond, dayOfMoment, historyDays, momentOf, openingSecond } from './calendar.ts';
import { tradingDay } from './season.ts';
import { momentAt, onlineHours, shopHours } from './timeline.ts';

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('momentAt', () => {
  it('is on the day that the season gives, within the hours', () => {
    fc.assert(
      fc.property(share, (u) => {
        const moment = momentAt(u, shopHours);
        const day = dayOfMoment(moment);
        const second = moment - momentOf(day, 0);
        // At the very step from one day to the next rounding may decide either way.
        expect(Math.abs(day - tradingDay(u))).toBeLessThanOrEqual(u === tradingDayStep(u) ? 1 : 0);
        expect(Number.isInteger(moment) && second >= openingSecond && second < closingSecond).toBe(true);
      }),
    );
  });

  it('is never earlier for a greater share', () => {
    fc.assert(
      fc.property(share, share, fc.constantFrom(shopHours, onlineHours), (a, b, hours) => {
        expect(momentAt(Math.min(a, b), hours)).toBeLessThanOrEqual(momentAt(Math.max(a, b), hours));
      }),
    );
    let before = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < 200_000; i++) {
      const moment = momentAt(i / 200_000, onlineHours);
      expect(moment >= before).toBe(true);
      before = moment;
    }
  });

  it('goes from the first morning to the last evening', () => {
    expect(momentAt(0, shopHours)).toBe(momentOf(-historyDays, openingSecond));
    expect(dayOfMoment(momentAt(0.999999999, shopHours))).toBe(0);
  });

  it('has more in the early evening than after lunch, and the night on line only', () => {
    const hour = (hours: typeof shopHours, from: number) => {
      let count = 0;
      for (let i = 0; i < 50_000; i++) {
        const moment = momentAt(i / 50_000, hours);
        const second = moment - momentOf(dayOfMoment(moment), 0);
        if (second >= from * 3600 && second < (from + 1) * 3600) count++;
      }
      return count;
    };
    expect(hour(shopHours, 18)).toBeGreaterThan(1.5 * hour(shopHours, 14));
    expect(hour(shopHours, 3)).toBe(0);
    expect(hour(onlineHours, 3)).toBeGreaterThan(0);
    expect(hour(onlineHours, 20)).toBeGreaterThan(4 * hour(onlineHours, 3));
  });
});

/** `u` itself where a hair's breadth beside it is another day. */
function tradingDayStep(u: number): number {
  const beside = 1e-11;
  return tradingDay(Math.max(0, u - beside)) === tradingDay(Math.min(1 - beside, u + beside))
    ? Number.NaN
    : u;
}
