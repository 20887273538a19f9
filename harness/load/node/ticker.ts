import { type Traffic, traffics } from '../../../scenarios/traffic.ts';
import { HarnessError, messageOf } from '../../core/errors.ts';
import { monotonicMs } from '../../host/clock.ts';
import type { LoadPlan, LoadProgress } from '../engine.ts';
import type { Crowd } from './crowd.ts';
import type { Health } from './health.ts';
import { createLive } from './live.ts';
import type { Recorder } from './recorder.ts';

/** Where a load stands; changed by whoever takes it from phase to phase. */
export type Phase = Pick<LoadProgress, 'phase' | 'usersReady'> & { untilMs: number | null };

/** A load with what it is made of. */
export interface Running {
  plan: LoadPlan;
  recorder: Recorder;
  health: Health;
  crowd: Crowd;
  phase: Phase;
}

/** Many times what the workload can send: only a fault of ours gets there. */
const REQUEST_CAP_FACTOR = 20;
const REQUEST_CAP_MIN = 10_000;
/** Beyond warm-up, window and time-out. */
const DURATION_SLACK_MS = 15_000;

/**
 * What happens every second: live figures, health, buffered samples to disk, and the engine's own brakes, which call
 * `giveUp` with a HarnessError 'load-failed'.
 */
export function ticker(
  run: Running,
  on: { progress(progress: LoadProgress): void; giveUp(why: HarnessError): void },
): () => Promise<void> {
  const { recorder, health, crowd, phase } = run;
  const live = createLive(recorder);
  return async () => {
    const now = monotonicMs();
    const { requests } = recorder.totals();
    const secondsLeft = phase.untilMs === null ? null : Math.max(0, Math.ceil((phase.untilMs - now) / 1000));
    on.progress(live.progress({ phase: phase.phase, usersReady: phase.usersReady, secondsLeft }));
    const fault = runaway(run, requests, now);
    if (fault !== null) on.giveUp(new HarnessError('load-failed', fault));
    try {
      await health.tick({
        atUs: recorder.us(now),
        inFlight: crowd.inFlight(),
        activeUsers: crowd.alive(),
        requests,
      });
      await recorder.flush();
    } catch (cause) {
      const message = `the samples cannot be written: ${messageOf(cause)}`;
      on.giveUp(new HarnessError('load-failed', message, { cause }));
    }
  };
}

/** What is wrong with a load that goes on for longer, or sends more, than its plan can mean; null where nothing is. */
function runaway({ plan, crowd }: Running, requests: number, now: number): string | null {
  if (requests > requestCap(plan)) return `the generator sent ${requests} requests, far beyond its plan`;
  const endMs = crowd.lastSendMs() + plan.requestTimeoutMs + DURATION_SLACK_MS;
  return now > endMs ? 'the load did not drain: requests are still open long after their time-out' : null;
}

function requestCap(plan: LoadPlan): number {
  const { personas, thinkMeanMs } = traffics[plan.traffic] as Traffic;
  const most = Math.max(...personas.map((persona) => persona.requestsPerAction));
  const actions = ((plan.warmUpS + plan.windowS) * 1000) / (thinkMeanMs * plan.thinkScale);
  return REQUEST_CAP_MIN + REQUEST_CAP_FACTOR * plan.users * most * actions;
}
