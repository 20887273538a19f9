import { everyMs, monotonicMs, sleep } from '../../host/clock.ts';
import type { LoadPlan, LoadProgress, LoadTimes } from '../engine.ts';
import { gather } from './crowd.ts';
import { openHealth } from './health.ts';
import { prepareUsers } from './prepare.ts';
import { openRecorder } from './recorder.ts';
import { type Phase, type Running, ticker } from './ticker.ts';

/** What whoever runs a load is told while it runs. */
export interface LoadHooks {
  progress(progress: LoadProgress): void;
  windowOpens(windowFromMs: number): void;
  /** Aborting it stops the load; `runLoad` then rejects with its reason, after the files are closed. */
  signal: AbortSignal;
}

/** A send that is due at the very end may be a timer's tick late. */
const LAST_SENDS_MS = 20;

/**
 * Log-in, warm-up, window, drain. Resolves when the last request has ended. The files in `plan.outDir` are complete
 * and closed whatever happens, as far as the process lives to close them.
 */
export async function runLoad(plan: LoadPlan, hooks: LoadHooks): Promise<LoadTimes> {
  const recorder = await openRecorder(plan);
  const health = await openHealth(plan.outDir);
  const crowd = gather(plan, recorder);
  const atEnd = { droppedSends: 0, activeUsersAtEnd: 0, astrayUsers: 0 };
  const guard = new AbortController();
  const signal = AbortSignal.any([hooks.signal, guard.signal]);
  const phase: Phase = { phase: 'log-in', usersReady: 0, untilMs: null };
  const run: Running = { plan, recorder, health, crowd, phase };
  const tick = ticker(run, { progress: hooks.progress, giveUp: (why) => guard.abort(why) });
  const stopTicking = everyMs(1000, tick);
  let ended: 'completed' | 'stopped' | 'failed' = 'failed';
  try {
    await prepareUsers(crowd.users, {
      ready: (count) => {
        phase.usersReady = count;
      },
      signal,
    });
    atEnd.astrayUsers = crowd.astray();
    const times = await measure({ ...run, windowOpens: hooks.windowOpens, signal, atEnd });
    ended = 'completed';
    return times;
  } catch (error) {
    if (hooks.signal.aborted) ended = 'stopped';
    throw error;
  } finally {
    crowd.leave();
    await stopTicking();
    await health.close();
    await recorder.close(ended, atEnd);
  }
}

/** Warm-up, window and drain. The window's ends are exact moments; timers only follow them. */
async function measure(
  run: Running & {
    windowOpens: LoadHooks['windowOpens'];
    signal: AbortSignal;
    atEnd: { droppedSends: number; activeUsersAtEnd: number };
  },
): Promise<LoadTimes> {
  const { plan, recorder, health, crowd, phase, signal } = run;
  const loadFromMs = monotonicMs();
  const windowFromMs = loadFromMs + plan.warmUpS * 1000;
  const windowToMs = windowFromMs + plan.windowS * 1000;
  recorder.setTimes(loadFromMs, windowFromMs, windowToMs);
  crowd.begin(loadFromMs, windowToMs);

  Object.assign(phase, { phase: 'warm-up', untilMs: windowFromMs });
  await sleep(windowFromMs - monotonicMs(), signal);
  health.openWindow();
  run.windowOpens(recorder.epochMs(windowFromMs));

  Object.assign(phase, { phase: 'window', untilMs: windowToMs });
  await sleep(windowToMs - monotonicMs(), signal);
  run.atEnd.activeUsersAtEnd = crowd.alive();
  await health.closeWindow();

  Object.assign(phase, { phase: 'drain', untilMs: null });
  await sleep(LAST_SENDS_MS, signal);
  await crowd.drained(signal);
  run.atEnd.droppedSends = crowd.users.filter((user) => (user.dueMs() ?? windowToMs) < windowToMs).length;
  return {
    loadFromMs: recorder.epochMs(loadFromMs),
    windowFromMs: recorder.epochMs(windowFromMs),
    windowToMs: recorder.epochMs(windowToMs),
    endedMs: recorder.epochMs(monotonicMs()),
  };
}
