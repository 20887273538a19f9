/** Epoch milliseconds of the wall clock. For time stamps; never for durations. */
export function nowMs(): number {
  return Date.now();
}

/** Milliseconds on the monotonic clock, from an arbitrary origin. For durations and latencies. */
export function monotonicMs(): number {
  return performance.now();
}

/** Resolves after `ms`, or rejects with the signal's reason when it aborts first. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/**
 * Calls `tick` every `ms` without drift and without overlap. A late call skips the beats it missed; a timer that fires a
 * moment early (Node's may, by up to 1 ms) does not beat twice. Returns the stop, which waits for a call under way.
 */
export function everyMs(ms: number, tick: () => Promise<void> | void): () => Promise<void> {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;
  const started = performance.now();
  const plan = () => {
    const elapsed = performance.now() - started;
    timer = setTimeout(beat, (Math.round(elapsed / ms) + 1) * ms - elapsed);
  };
  const beat = () => {
    running = Promise.resolve(tick()).finally(() => {
      if (!stopped) plan();
    });
  };
  plan();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
