import { HarnessError } from '../../core/errors.ts';
import { formatBytes } from '../../core/units.ts';
import { freeBytes } from '../../host/files.ts';
import type { Engine } from '../../topology/engine.ts';

/** Times the database's size on the disk: the kept dataset and its copy, or the level's own, with WAL and room to sort. */
const TIMES_KEPT = 2.3;
const TIMES_DIRECT = 1.5;

/** Throws 'no-disk' where so large a database cannot fit, before anything is made. Unknown sizes and disks pass. */
export async function assertRoom(
  { docker }: Engine,
  databaseBytes: number | null,
  cache: boolean,
): Promise<void> {
  if (databaseBytes === null) return;
  const { DockerRootDir: folder } = (await docker.info()) as { DockerRootDir?: string };
  if (folder === undefined) return;
  const needed = databaseBytes * (cache ? TIMES_KEPT : TIMES_DIRECT);
  const free = freeBytes(folder);
  if (free >= needed) return;
  throw new HarnessError(
    'no-disk',
    `a database of ${formatBytes(databaseBytes)} needs ${formatBytes(needed)} of disk here, ${formatBytes(free)} are free`,
    { hint: 'capacity datasets shows what kept ones take; ask for a smaller --database-size' },
  );
}
