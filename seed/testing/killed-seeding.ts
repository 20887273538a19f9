import { forkModule } from '../../harness/host/child.ts';
import type { SeedProgress, SeedRequest } from '../port.ts';

/** Where a seeding kills itself: at the first news that is as far as this, or so long after it. */
export interface KillPoint {
  step: SeedProgress['step'] | 'ended';
  /** Statements of the step that are done. */
  done?: number;
  /** Share of the rows that are written. */
  share?: number;
  afterMs?: number;
}

/** What a child process is told to seed: a database, or a folder for CSV files. */
export interface SeedingJob {
  dsn?: string;
  folder?: string;
  request: SeedRequest;
  replace?: boolean;
  killAt: KillPoint;
}

const steps: readonly KillPoint['step'][] = ['schema', 'rows', 'indexes', 'analyze', 'certificate', 'ended'];

/** Whether a seeding is as far as the point, or past it. */
export function isReached({ step, done = 0, share = 0 }: KillPoint, now: SeedProgress): boolean {
  const [wanted, at] = [steps.indexOf(step), steps.indexOf(now.step)];
  if (at !== wanted) return at > wanted;
  return (now.done ?? 0) >= done && now.rowsWritten >= share * now.rowsExpected;
}

/** Seeds in a process of its own, which is killed at the point. Resolves to the signal that it died of, SIGKILL. */
export async function seedAndKill(job: SeedingJob): Promise<string | null> {
  const lines: string[] = [];
  const child = forkModule(new URL('./killed-seeding-process.ts', import.meta.url), {
    onMessage: (message) => lines.push(String(message)),
    onStderr: (line) => lines.push(line),
  });
  child.send(job);
  const { signal } = await child.exited;
  if (signal === null) throw new Error(`the seeding was not killed: ${lines.join(' ')}`);
  return signal;
}
