import { mkdir, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HarnessError } from '../../harness/core/errors.ts';
import { fateOf, thisOwner } from '../../harness/host/owner.ts';
import { manifestFile, readManifest } from './manifest.ts';

/** A folder that is to be filled, and where its files are written until they are complete. */
export interface CsvTarget {
  /** Beside the folder, so that renaming it moves no bytes. */
  part: string;
  /** Puts the complete files in the folder's place. */
  publish(): Promise<void>;
  /** Removes what was written so far; the folder is as it was. */
  discard(): Promise<void>;
}

const ownerFile = '.owner';

/**
 * Claims `folder` for files: it must be new or empty, or hold only what its manifest lists where `replace` allows that.
 * Puts away what a killed run left beside it. Throws HarnessError 'usage' or 'already-running'.
 */
export async function claimTarget(folder: string, { replace = false } = {}): Promise<CsvTarget> {
  const at = await realpath(folder).catch(() => folder);
  const beside = (what: string) => join(dirname(at), `.${basename(at)}.capacity-${what}`);
  const [part, old] = [beside('part'), beside('old')];
  await mkdir(dirname(at), { recursive: true });
  await clearLeftovers(at, part, old);
  await checkContents(at, replace);
  await mkdir(part);
  await writeFile(join(part, ownerFile), thisOwner());
  return {
    part,
    async publish() {
      await rm(join(part, ownerFile));
      // A folder cannot be exchanged in one step: whoever is killed between these two leaves what the next start mends.
      await rename(at, old).catch(ifMissing);
      await rename(part, at).catch(async (error) => {
        await rename(old, at).catch(ifMissing);
        throw error;
      });
      await rm(old, { recursive: true, force: true });
    },
    discard: () => rm(part, { recursive: true, force: true }),
  };
}

async function clearLeftovers(at: string, part: string, old: string): Promise<void> {
  const owner = await readFile(join(part, ownerFile), 'utf8').catch(() => null);
  if (owner !== null && fateOf(owner) === 'alive')
    throw new HarnessError('already-running', `another seeding writes to ${at}`, {
      hint: 'wait for it to end',
    });
  await rm(part, { recursive: true, force: true });
  const [now, before] = [await namesIn(at), await namesIn(old)];
  if (before === null) return;
  if (now === null) await rename(old, at);
  else await rm(old, { recursive: true });
}

async function checkContents(at: string, replace: boolean): Promise<void> {
  const names = (await namesIn(at)) ?? [];
  if (names.length === 0) return;
  const manifest = await readManifest(at);
  const own = new Set([manifestFile, ...(manifest?.files ?? []).map(({ file }) => file)]);
  const foreign = manifest === null ? names : names.filter((name) => !own.has(name));
  if (foreign.length > 0)
    throw notEmpty(at, `holds ${foreign.slice(0, 3).join(', ')}`, 'name an empty or a new one');
  if (!replace)
    throw notEmpty(at, 'holds the CSV files of an earlier seeding', 'replace them with --replace');
}

function notEmpty(at: string, what: string, hint: string): HarnessError {
  return new HarnessError('usage', `the directory ${at} is not empty: it ${what}`, {
    hint: `${hint}; nothing in it was touched`,
  });
}

/** Names in a folder, or null where there is none. */
async function namesIn(folder: string): Promise<string[] | null> {
  return await readdir(folder).catch((error: NodeJS.ErrnoException) => ifMissing(error) ?? null);
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
