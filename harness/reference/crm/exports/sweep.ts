import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file is kept for a week; then it has a day to be removed in the usual way. */
export const keptDays = 7;
const fileAgeMs = (keptDays + 1) * 24 * 3_600_000;
/** A spool that nobody has written to for so long belongs to a process that died. */
const spoolAgeMs = 3_600_000;

const ours = /^\d+-\d+-[0-9a-f]{16}\.(csv|xlsx)(\.part)?$/;

/**
 * Removes what nobody else would: spools of processes that died, and expired files of this VM's disk where the round ran on another
 * VM.. `nowMs` is the time of day.
 */
export async function sweepFolder(folder: string, nowMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!ours.test(name)) continue;
    const path = join(folder, name);
    const written = await stat(path).catch(() => null);
    const age = name.endsWith('.part') ? spoolAgeMs : fileAgeMs;
    if (written !== null && nowMs - written.mtimeMs > age) await rm(path, { force: true });
  }
}
