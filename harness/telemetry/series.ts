import type { Timed, Window } from './collector.ts';

/** Slices of the window that within-run error is judged by. */
const SLICES = 10;

/** How far a counter may be extrapolated beyond its first or last reading before the window counts as not covered. */
const REACH_MS = 2500;

/**
 * Value of a cumulative counter at a moment, by linear interpolation between the readings around it.
 * Throws where no reading lies within reach, or where the counter runs backwards (a restart).
 */
export function counterAt<Reading>(
  readings: readonly Timed<Reading>[],
  atMs: number,
  value: (reading: Reading) => number,
): number {
  const after = readings.findIndex((r) => r.atMs >= atMs);
  const next = after < 0 ? undefined : readings[after];
  const previous = after < 0 ? readings.at(-1) : readings[after - 1];
  if (next !== undefined && previous !== undefined) {
    const [low, high] = [value(previous.reading), value(next.reading)];
    if (high < low) throw new Error('a counter ran backwards: its source restarted');
    return low + ((high - low) * (atMs - previous.atMs)) / (next.atMs - previous.atMs);
  }
  const nearest = next ?? previous;
  if (nearest === undefined || Math.abs(nearest.atMs - atMs) > REACH_MS)
    throw new Error('no readings around the window');
  return value(nearest.reading);
}

/**
 * Value of a gauge at a moment: what the reading nearest to it says. A gauge may fall (a database gives files back), so
 * it is never read as a counter. Throws where no reading lies within reach.
 */
export function gaugeAt<Reading>(
  readings: readonly Timed<Reading>[],
  atMs: number,
  value: (reading: Reading) => number,
): number {
  let nearest: Timed<Reading> | undefined;
  for (const reading of readings)
    if (nearest === undefined || Math.abs(reading.atMs - atMs) < Math.abs(nearest.atMs - atMs))
      nearest = reading;
  if (nearest === undefined || Math.abs(nearest.atMs - atMs) > REACH_MS)
    throw new Error('no readings around the window');
  return value(nearest.reading);
}

/** Growth of a counter between two moments. */
export function growth<Reading>(
  readings: readonly Timed<Reading>[],
  span: { fromMs: number; toMs: number },
  value: (reading: Reading) => number,
): number {
  const grown = counterAt(readings, span.toMs, value) - counterAt(readings, span.fromMs, value);
  if (grown < 0) throw new Error('a counter ran backwards: its source restarted');
  return grown;
}

/**
 * Growth of a counter that must not have restarted in between either: else what it counted before the restart would be missing
 * without a word. Throws where it ran backwards anywhere in the span.
 */
export function steadyGrowth<Reading>(
  readings: readonly Timed<Reading>[],
  span: { fromMs: number; toMs: number },
  value: (reading: Reading) => number,
): number {
  let last = counterAt(readings, span.fromMs, value);
  for (const { atMs, reading } of readings) {
    if (atMs < span.fromMs || atMs > span.toMs) continue;
    const next = value(reading);
    if (next < last) throw new Error('a counter ran backwards: its source restarted');
    last = next;
  }
  return growth(readings, span, value);
}

/** The window cut into equal slices. */
export function slicesOf(window: Window, count = SLICES): { fromMs: number; toMs: number }[] {
  const width = (window.toMs - window.fromMs) / count;
  return Array.from({ length: count }, (_, i) => ({
    fromMs: window.fromMs + i * width,
    toMs: window.fromMs + (i + 1) * width,
  }));
}

/** Readings taken inside the window. */
export function inside<Reading>(readings: readonly Timed<Reading>[], window: Window): Timed<Reading>[] {
  return readings.filter((r) => r.atMs >= window.fromMs && r.atMs <= window.toMs);
}

/** Readings inside the window with the one before it and the one after: for sources that are seldom read. */
export function around<Reading>(readings: readonly Timed<Reading>[], window: Window): Timed<Reading>[] {
  const from = readings.findLastIndex((r) => r.atMs < window.fromMs);
  const to = readings.findIndex((r) => r.atMs > window.toMs);
  return readings.slice(Math.max(0, from), to < 0 ? readings.length : to + 1);
}

/** The largest growth per second of a counter over any `spanMs` of the window, in steps of a second. */
export function worstRate<Reading>(
  readings: readonly Timed<Reading>[],
  window: Window,
  options: { spanMs: number; value: (reading: Reading) => number },
): number {
  const span = Math.min(options.spanMs, window.toMs - window.fromMs);
  let worst = 0;
  for (let fromMs = window.fromMs; fromMs + span <= window.toMs + 1; fromMs += 1000) {
    const grown = growth(readings, { fromMs, toMs: Math.min(fromMs + span, window.toMs) }, options.value);
    worst = Math.max(worst, grown / (span / 1000));
  }
  return worst;
}

/** Each pair of neighbouring readings with the whole second since the load began at which the later one was taken. */
export function pairs<Reading>(
  readings: readonly Timed<Reading>[],
  window: Window,
): { t: number; seconds: number; before: Reading; after: Reading }[] {
  return readings.slice(1).map((later, index) => {
    const earlier = readings[index] as Timed<Reading>;
    return {
      t: Math.round((later.atMs - window.loadFromMs) / 1000),
      seconds: Math.max(0.001, (later.atMs - earlier.atMs) / 1000),
      before: earlier.reading,
      after: later.reading,
    };
  });
}
