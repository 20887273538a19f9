import type { LoadProgress } from '../engine.ts';
import { LatencyHistogram } from '../samples/histogram.ts';
import type { Recorder } from './recorder.ts';

/** Seconds that the live p95 looks back. */
const LOOK_BACK = 5;

/** The figures that a person watches. No verdict uses them. */
export interface Live {
  /** To be called once a second. */
  progress(at: Pick<LoadProgress, 'phase' | 'secondsLeft' | 'usersReady'>): LoadProgress;
}

export function createLive(recorder: Recorder): Live {
  const seconds: LatencyHistogram[] = [];
  return {
    progress(at) {
      const last = recorder.takeRecent();
      seconds.push(last);
      if (seconds.length > LOOK_BACK) seconds.shift();
      const recent = new LatencyHistogram();
      for (const second of seconds) recent.merge(second);
      return { ...at, ...recorder.totals(), rps: last.count, recentP95Ms: recent.summary()?.p95Ms ?? null };
    },
  };
}
