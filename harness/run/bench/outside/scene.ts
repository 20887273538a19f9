import { HarnessError } from '../../../core/errors.ts';
import { sleep } from '../../../host/clock.ts';
import type { StartedLevel } from '../../../topology/start-level.ts';
import type { Target } from '../../await-serving.ts';

/** A level that serves, with a dataset of one tenant. */
export interface Bench {
  level: StartedLevel;
  app: ReturnType<StartedLevel['vmWith']>;
  target: Target;
  signal: AbortSignal;
}

/** Rows of a statement, the columns of each joined by `|`. */
export async function rowsOf({ app }: Bench, sql: string): Promise<string[]> {
  const { exitCode, stdout, stderr } = await app.exec([
    ...['psql', '-U', 'postgres', '-d', 'crm', '-XAtqc', sql],
  ]);
  if (exitCode !== 0) throw new HarnessError('load-failed', `psql: ${stderr.trim()}`);
  return stdout.split('\n').filter(Boolean);
}

/** Asks again until the answer will do. Throws after `withinMs`. */
export async function until<T>(
  bench: Bench,
  what: string,
  ask: () => Promise<T>,
  fits: (answer: T) => boolean,
  limits: { withinMs: number; everyMs: number },
): Promise<T> {
  const from = performance.now();
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (performance.now() - from > limits.withinMs)
      throw new HarnessError('load-failed', `${what}: not within ${limits.withinMs / 1000} s`);
    await sleep(limits.everyMs, bench.signal);
  }
}
