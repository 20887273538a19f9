import { HarnessError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';

/** Clean-up after a signal may take this long; then the process ends whatever is still there. */
const CLEAN_UP_MS = 12_000;
/** npm and the launcher pass on a Ctrl-C that the terminal has sent already: such an echo is not a second wish. */
const ECHO_MS = 1000;

function giveUp(why: string): never {
  process.stderr.write(`\ncapacity: ${why}; \`capacity down\` removes what is left\n`);
  process.exit(ExitCode.harnessFailed);
}

/**
 * Turns Ctrl-C, SIGTERM and a closed terminal into an abort of the returned signal, whose reason is
 * HarnessError 'interrupted'. Clean-up then has 12 s; another Ctrl-C, a second later or more, ends it at once.
 */
export function abortOnSignals(): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  let firstMs = 0;
  let deadline: NodeJS.Timeout | undefined;
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const handlers = names.map((name) => {
    const handler = () => {
      if (controller.signal.aborted) {
        if (performance.now() - firstMs > ECHO_MS) giveUp('stopped again while it cleaned up');
        return;
      }
      firstMs = performance.now();
      deadline = setTimeout(() => giveUp(`clean-up took longer than ${CLEAN_UP_MS / 1000} s`), CLEAN_UP_MS);
      deadline.unref();
      controller.abort(new HarnessError('interrupted', `stopped by ${name}`));
    };
    process.on(name, handler);
    return [name, handler] as const;
  });
  return {
    signal: controller.signal,
    release: () => {
      clearTimeout(deadline);
      for (const [name, handler] of handlers) process.off(name, handler);
    },
  };
}

/**
 * A last resort for what nobody caught, and for a pipe or terminal that was closed: neither may keep clean-up from running,
 * and neither may end in the exit code that says 'refuted'.
 */
export function surviveFaults(cleanUp: () => Promise<unknown>): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const last = (error: unknown) => {
    process.stderr.write(
      `capacity: a fault of the harness itself, please report it\n${(error as Error)?.stack ?? error}\n`,
    );
    void cleanUp().finally(() => process.exit(ExitCode.harnessFailed));
  };
  process.on('uncaughtException', last);
  process.on('unhandledRejection', last);
}

/** Runs `work` until it ends or the signal aborts, whichever comes first; an abort rejects with the signal's reason. */
export function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
