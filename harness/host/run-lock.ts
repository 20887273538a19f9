import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HarnessError } from '../core/errors.ts';
import { fateOf, type Owner, pidOf, thisOwner } from './owner.ts';

interface Holder {
  owner: Owner;
  runId: string;
}

/** One place for all users and sessions of a machine: a temporary folder of one's own would hide a run from the others. */
const defaultFolder = join(process.platform === 'win32' ? tmpdir() : '/tmp', 'capacity-harness');

function readHolder(file: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>;
    return typeof holder.owner === 'string' && typeof holder.runId === 'string' ? (holder as Holder) : null;
  } catch {
    return null; // not there, or cut off by a kill while it was written
  }
}

/** The run that holds the host, or null. A lock whose process is gone counts as free. */
export function lockHolder(folder = defaultFolder): Holder | null {
  const holder = readHolder(join(folder, 'run.lock'));
  return holder !== null && fateOf(holder.owner) !== 'dead' ? holder : null;
}

function openFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  try {
    chmodSync(folder, 0o1777); // the next run may be another user's
  } catch {
    // made by another user, who has done so
  }
}

function refuse(holder: Holder): never {
  throw new HarnessError(
    'already-running',
    `run ${holder.runId} is under way on this host (process ${pidOf(holder.owner)})`,
    { hint: 'wait for it to end, or stop it with Ctrl-C in its terminal' },
  );
}

/**
 * Takes the host for one run: two at a time would disturb each other's figures. Returns the release.
 * Throws HarnessError 'already-running' with the other's id.
 */
export function takeRunLock(runId: string, folder = defaultFolder): () => void {
  const file = join(folder, 'run.lock');
  const own: Holder = { owner: thisOwner(), runId };
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      openFolder(folder);
      writeFileSync(file, JSON.stringify(own), { flag: 'wx', mode: 0o644 });
      return () => {
        if (readHolder(file)?.runId === runId) rmSync(file, { force: true });
      };
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EACCES' || code === 'EPERM')
        throw new HarnessError(
          'already-running',
          `the lock ${file} belongs to another user and cannot be taken`,
          {
            hint: 'remove it as that user or as root',
            cause: error,
          },
        );
      if (code !== 'EEXIST') throw error;
      const holder = lockHolder(folder);
      if (holder !== null) refuse(holder);
      removeStale(file);
    }
  }
  throw new HarnessError('already-running', 'another run is starting on this host', {
    hint: 'try again in a moment',
  });
}

function removeStale(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (cause) {
    throw new HarnessError('already-running', `the lock ${file} is another user's and its run is gone`, {
      hint: 'remove it as that user or as root',
      cause,
    });
  }
}
