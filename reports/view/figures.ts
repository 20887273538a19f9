import type { Comparator } from '../../harness/core/claim.ts';
import { formatValue, groupDigits } from '../../harness/core/units.ts';
import type { Observed, Verdict } from '../../harness/core/verdict.ts';

const signs: Record<Comparator, string> = {
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
  '=': '=',
  within: 'from',
};

/** `< 500 ms`. */
export function boundText(bound: Verdict['bound']): string {
  return `${signs[bound.comparator]} ${formatValue(bound.value, bound.unit)}`;
}

/** `118 ms`, or null where nothing was observed. */
export function valueText(observed: Observed | null): string | null {
  return observed && formatValue(observed.value, observed.unit);
}

/** `73.9 ms to 190 ms`; null where the interval is a single point. */
export function intervalText(observed: Observed | null): string | null {
  if (!observed || observed.lower === observed.upper) return null;
  return `${formatValue(observed.lower, observed.unit)} to ${formatValue(observed.upper, observed.unit)}`;
}

/** `958 requests; each end of the interval holds with 98 % confidence`. */
export function samplesText(observed: Observed | null): string | null {
  if (!observed) return null;
  const count = `${groupDigits(observed.samples)} ${observed.sampleUnit}`;
  if (observed.lower === observed.upper) return count;
  return `${count}; each end of the interval holds with ${formatValue(observed.confidence, 'ratio')} confidence`;
}

/** `+62 %` is room to spare, `-12 %` is beyond the limit; rounded down so that room is never overstated. */
export function marginText(marginRatio: number | null): string | null {
  if (marginRatio === null || !Number.isFinite(marginRatio)) return null;
  // 0.29 * 100 is 28.999...96: the rounding to nine digits keeps the floor from taking a whole percent.
  const percent = Math.floor(Number((marginRatio * 100).toPrecision(9)));
  return `${percent > 0 ? '+' : ''}${groupDigits(percent)} %`.replace('-', '−');
}

/** `₹3,500`. */
export function rupees(amount: number): string {
  return `₹${groupDigits(amount)}`;
}

/** `6.2 s`, `412 ms`, `3 min 5 s`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Number((ms / 1000).toFixed(1))} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

const indianTime = new Intl.DateTimeFormat('en-IN', {
  ...{ timeZone: 'Asia/Kolkata', day: 'numeric', month: 'short', year: 'numeric' },
  ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
});

/** `25 Nov 2025, 22:09 IST`; what is no date is shown as it stands. */
export function timeText(iso: string): string {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? iso : `${indianTime.format(ms)} IST`;
}
