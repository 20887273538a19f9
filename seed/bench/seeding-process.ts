import { messageOf } from '../../harness/core/errors.ts';
import { monotonicMs } from '../../harness/host/clock.ts';
import { seedDatabase } from '../seed-database.ts';
import type { SeedingTask, SeedingTimes } from './seeding-messages.ts';

/** Entry point of a process that seeds once and says what it took. */
process.once('message', async ({ dsn, request }: SeedingTask) => {
  try {
    process.send?.(await measured(dsn, request));
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = 1;
  }
  process.disconnect();
});

async function measured(dsn: string, request: SeedingTask['request']): Promise<SeedingTimes> {
  const steps: SeedingTimes['steps'] = [];
  let [step, since]: [string, number] = ['connection', monotonicMs()];
  const next = (name: string) => {
    if (name === step) return;
    steps.push({ step, ms: monotonicMs() - since });
    [step, since] = [name, monotonicMs()];
  };
  const { durationMs, rows, databaseBytes, digest } = await seedDatabase(dsn, request, {
    onProgress: (progress) => next(progress.step),
  });
  next('end');
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  return { ms: durationMs, steps, rows, databaseBytes, digest, peakBytes };
}
