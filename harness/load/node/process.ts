import { constants, setPriority } from 'node:os';
import { HarnessError, messageOf } from '../../core/errors.ts';
import type { LoadPlan } from '../engine.ts';
import { runLoad } from './load.ts';
import type { FromGenerator, ToGenerator } from './messages.ts';

/** Entry point of the generator's process: waits for a plan, runs it, says how it ended, leaves. */
beforeOthers();
const stop = new AbortController();
const stopNow = () => stop.abort(new Error('stopped'));
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stopNow);
// The parent is gone: nobody wants the load any more.
process.on('disconnect', stopNow);
process.on('message', (message: ToGenerator) => {
  if (message.kind === 'stop') stopNow();
  else void work(message.plan);
});
tell({ kind: 'ready' });

async function work(plan: LoadPlan): Promise<void> {
  try {
    const times = await runLoad(plan, {
      progress: (progress) => tell({ kind: 'progress', progress }),
      windowOpens: (windowFromMs) => tell({ kind: 'window-opens', windowFromMs }),
      signal: stop.signal,
    });
    leave({ kind: 'done', times });
  } catch (error) {
    if (stop.signal.aborted) leave({ kind: 'stopped' });
    else if (error instanceof HarnessError)
      leave({ kind: 'failed', message: error.message, hint: error.hint });
    else if (error instanceof Error && 'code' in error)
      leave({ kind: 'failed', message: messageOf(error), hint: null });
    else throw error; // a bug: its stack goes to standard error, and the parent shows it
  }
}

/**
 * Where generator and SUT share cores, a late generator would flatter the SUT and a favoured one can only hurt it. Not
 * every account may ask for this; punctuality is measured in any case.
 */
function beforeOthers(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGH);
  } catch {
    // without it, then
  }
}

function tell(message: FromGenerator): void {
  if (process.connected) process.send?.(message);
}

/** Exits once the message is out; without a parent there is nobody to wait for. */
function leave(message: FromGenerator): void {
  if (!process.connected) process.exit(0);
  process.send?.(message, undefined, {}, () => process.exit(0));
}
