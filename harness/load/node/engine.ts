import { HarnessError } from '../../core/errors.ts';
import { type Child, forkModule } from '../../host/child.ts';
import type { LoadEngine, LoadPlan, LoadTimes } from '../engine.ts';
import type { FromGenerator, ToGenerator } from './messages.ts';

/** How long a generator that was told to stop may take to write what it has. */
const STOP_MS = 3000;
/** Lines of standard error that are kept for the report of a crash. */
const LAST_LINES = 20;

/**
 * The generator goes first where the system lets it: one that waits for a core sends late. What it takes from the VMs on a
 * host that they share can only hurt the result.
 */
const GENERATOR_NICENESS = -15;
/**
 * V8 begins small and collects all of its heap whenever that has doubled: a pause of 10 to 40 ms every five seconds with
 * 1,000 users, and what is sent then is late. With this room the young generation takes nearly all, and the old one is
 * seldom collected in a run.
 */
const HEAP_MB = { young: 64, old: 512 };

type Hooks = Parameters<LoadEngine['run']>[1];

/** Virtual users on undici, in a process of their own, so that nothing else shares their event loop. */
export const nodeEngine: LoadEngine = { id: 'node', run };

async function run(plan: LoadPlan, on: Hooks): Promise<LoadTimes> {
  if (on.signal.aborted) throw interrupted();
  const lastLines: string[] = [];
  let lastWord: FromGenerator | null = null;
  const child = forkModule(new URL('./process.ts', import.meta.url), {
    cores: plan.cores,
    niceness: GENERATOR_NICENESS,
    heapMb: HEAP_MB,
    onStderr(line) {
      lastLines.push(line);
      if (lastLines.length > LAST_LINES) lastLines.shift();
    },
    onMessage(message) {
      const told = message as FromGenerator;
      if (told.kind === 'ready') tell(child, { kind: 'run', plan });
      else if (told.kind === 'progress') on.progress(told.progress);
      else if (told.kind === 'window-opens') on.windowOpens({ windowFromMs: told.windowFromMs });
      else lastWord = told;
    },
  });
  const exit = await exitOf(child, on.signal);
  return timesFrom(lastWord, { exit, lastLines, aborted: on.signal.aborted });
}

function tell(child: Child, message: ToGenerator): void {
  child.send(message);
}

/** Waits for the process; on abort asks it to stop, and ends it where it does not. */
async function exitOf(child: Child, signal: AbortSignal) {
  let killer: NodeJS.Timeout | undefined;
  const stop = () => {
    tell(child, { kind: 'stop' });
    killer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await child.exited;
  } finally {
    signal.removeEventListener('abort', stop);
    clearTimeout(killer);
  }
}

function timesFrom(
  lastWord: FromGenerator | null,
  seen: { exit: { code: number | null; signal: string | null }; lastLines: string[]; aborted: boolean },
): LoadTimes {
  if (lastWord?.kind === 'done') return lastWord.times;
  if (seen.aborted) throw interrupted();
  if (lastWord?.kind === 'failed') {
    const { message, hint } = lastWord;
    throw new HarnessError('load-failed', message, hint === null ? {} : { hint });
  }
  const how =
    seen.exit.signal ?? (seen.exit.code === null ? 'could not be started' : `exit ${seen.exit.code}`);
  throw new HarnessError('load-failed', `the load generator ended early (${how})`, {
    hint: 'What it had written until then is kept in the run folder.',
    ...(seen.lastLines.length > 0 ? { detail: seen.lastLines.join('\n') } : {}),
  });
}

function interrupted(): HarnessError {
  return new HarnessError('interrupted', 'the load was interrupted', {
    hint: 'What was sent until then is kept in the run folder and is not judged.',
  });
}
