import { anchoredOn, momentText } from '../../time/calendar.ts';

/** Seconds since 1970 at the midnight that today began with in India. */
const anchorEpoch = Date.parse(`${anchoredOn}T00:00:00+05:30`) / 1000;

/** Seconds since 1970 of a moment. */
export function epochOf(moment: number): number {
  return anchorEpoch + moment;
}

/** `2025-01-31T10:30:00+05:30` of a moment. */
export function isoText(moment: number): string {
  const text = momentText(moment);
  return `${text.slice(0, 10)}T${text.slice(11)}`;
}
