import { weekdayOf } from '../../time/calendar.ts';

/** How people's visits are spread over the week, Sunday to Saturday. */
const weights = [15, 8, 8, 9, 10, 11, 14] as const;

/** The days from one to another, both included, in their order: each as often as its weekday has visits. */
export function visitDays(from: number, to: number): readonly number[] {
  const days: number[] = [];
  for (let day = from; day <= to; day++) {
    for (let times = weights[weekdayOf(day)] as number; times > 0; times--) days.push(day);
  }
  return days;
}
