import { HarnessError } from '../core/errors.ts';

/**
 * Turns Ctrl-C, SIGTERM and a closed terminal into an abort of the returned signal, whose reason is
 * HarnessError 'interrupted'. Later signals are swallowed while clean-up runs: it is bounded in time.
 */
export function abortOnSignals(): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const handlers = names.map((name) => {
    const handler = () => {
      if (!controller.signal.aborted) controller.abort(new HarnessError('interrupted', `stopped by ${name}`));
    };
    process.on(name, handler);
    return [name, handler] as const;
  });
  return {
    signal: controller.signal,
    release: () => {
      for (const [name, handler] of handlers) process.off(name, handler);
    },
  };
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
