import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Fault, notFound } from '../faults.ts';
import type { OutsideConfig } from '../outside-config.ts';
import { isHere, type Location } from './names.ts';
import { type Arrival, deleteObject, getObject, putObject } from './object-storage.ts';

type Files = OutsideConfig['files'];

/** Where a file is written before it is whole. Always on this VM's disk: an upload must know its length. */
export function spoolOf({ folder }: Files, { name }: Location): string {
  return join(folder, `${name}.part`);
}

/** Makes a whole spooled file the one at its location, at once: before that there is none. Its spool is gone afterwards. */
export async function keep(
  files: Files,
  location: Location,
  arrival: Arrival,
  contentType: string,
): Promise<void> {
  const spool = spoolOf(files, location);
  if (location.host === null) {
    if (files.storage === null) throw new Error('there is no object storage');
    await putObject(files.storage, location.name, spool, arrival, contentType);
    await rm(spool, { force: true });
    return;
  }
  await rename(spool, join(files.folder, location.name));
  // the name is on the disk only once its folder is
  const folder = await open(files.folder);
  await folder.sync().finally(() => folder.close());
}

/** A kept file's stream and length in bytes. Throws a 404 where it is gone, a 503 where it is but cannot be reached from here. */
export async function openKept(
  files: Files,
  location: Location,
): Promise<{ stream: Readable; bytes: number }> {
  if (location.host === null) return openObject(files, location.name);
  if (!isHere(location)) throw new Fault(503, 'the file is on the disk of another VM');
  const handle = await open(join(files.folder, location.name)).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? notFound('file') : error;
  });
  const { size } = await handle.stat();
  return { stream: handle.createReadStream(), bytes: size };
}

async function openObject({ storage }: Files, key: string) {
  const away = new Fault(503, 'the object storage does not answer');
  if (storage === null) throw away;
  const found = await getObject(storage, key).catch(() => {
    throw away;
  });
  if (found === null) throw notFound('file');
  return found;
}

/** Removes a kept file and its spool, where they can be reached from here; else whoever has the disk sweeps it, see `sweep.ts`. */
export async function removeKept(files: Files, location: Location): Promise<void> {
  await rm(spoolOf(files, location), { force: true });
  if (location.host === null) {
    if (files.storage !== null) await deleteObject(files.storage, location.name);
  } else if (isHere(location)) await rm(join(files.folder, location.name), { force: true });
}
