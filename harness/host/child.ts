import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { taskset } from './pinning.ts';

/** A process of ours that runs a TypeScript module. It is killed when this process exits for whatever reason. */
export interface Child {
  readonly pid: number;
  send(message: unknown): void;
  kill(signal?: NodeJS.Signals): void;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Forks `modulePath` with the tsx loader. The child shares no standard stream with us: its lines on standard error
 * go to `onStderr`. It does not see Ctrl-C of the terminal (own process group); whoever forked it ends it.
 */
export function forkModule(
  modulePath: URL,
  options: {
    onMessage(message: unknown): void;
    onStderr(line: string): void;
    args?: string[];
    /** Cores that it is held to; left out or null: where the system puts it. `canPin` says whether it can be. */
    cores?: readonly number[] | null | undefined;
    /** Megabytes: a half of V8's young generation, and how large the old one may grow before it is collected first. */
    heapMb?: { young: number; old: number } | undefined;
    /** -20 (first) to 19; more than the system allows is left out. */
    niceness?: number | undefined;
  },
): Child {
  const { heapMb } = options;
  const heap = heapMb
    ? [`--max-semi-space-size=${heapMb.young}`, `--initial-old-space-size=${heapMb.old}`]
    : [];
  const loader = [...heap, '--import', import.meta.resolve('tsx')];
  const pin = options.cores ? taskset(options.cores) : [];
  const [execPath = process.execPath, ...before] = [...pin, process.execPath];
  const child = fork(fileURLToPath(modulePath), options.args ?? [], {
    execPath,
    execArgv: [...before, ...loader],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    detached: true,
  });
  running.add(child);
  // before it has threads of its own, which take it over
  if (options.niceness !== undefined && child.pid !== undefined) setNiceness(child.pid, options.niceness);
  child.on('message', (message) => options.onMessage(message));
  if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => options.onStderr(line));
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  void exited.then(() => running.delete(child));
  return {
    pid: child.pid ?? -1,
    send: (message) => {
      if (child.connected) child.send(message as never);
    },
    kill: (signal = 'SIGTERM') => void child.kill(signal),
    exited,
  };
}

function setNiceness(pid: number, niceness: number): void {
  try {
    setPriority(pid, niceness);
  } catch {
    // only root may go before others
  }
}
