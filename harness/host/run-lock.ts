import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HarnessError } from '../core/errors.ts';

interface Holder {
  pid: number;
  runId: string;
}

const defaultFolder = join(tmpdir(), 'capacity-harness');

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return null; // not there, or cut off by a kill while it was written
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Run id of the live process that holds the host, or null. A lock whose process is gone counts as free. */
export function lockHolder(folder = defaultFolder): Holder | null {
  const holder = readHolder(join(folder, 'run.lock'));
  return holder !== null && isAlive(holder.pid) ? holder : null;
}

/**
 * Takes the host for one run: two at a time would disturb each other's figures. Returns the release.
 * Throws HarnessError 'already-running' with the other's id.
 */
export function takeRunLock(runId: string, folder = defaultFolder): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'run.lock');
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, JSON.stringify({ pid: process.pid, runId }), { flag: 'wx' });
      return () => {
        if (readHolder(file)?.runId === runId) rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = lockHolder(folder);
      if (holder !== null) {
        throw new HarnessError(
          'already-running',
          `run ${holder.runId} is under way on this host (process ${holder.pid})`,
          {
            hint: 'wait for it to end, or stop it with Ctrl-C in its terminal',
          },
        );
      }
      rmSync(file, { force: true });
    }
  }
  throw new HarnessError('already-running', 'another run is starting on this host', {
    hint: 'try again in a moment',
  });
}
