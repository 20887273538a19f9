import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HarnessError } from '../core/errors.ts';

/** Writes a whole file or nothing: to a temporary name beside it, then renamed. Makes the folder. */
export function writeWhole(path: string, text: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    throw diskFault(error, path);
  }
}

/** A line-wise log that survives a crash up to its last lines. */
export function openLog(path: string): { line(text: string): void; close(): void } {
  mkdirSync(dirname(path), { recursive: true });
  const stream = createWriteStream(path, { flags: 'a' });
  stream.on('error', () => {}); // a full disk shows at the next writeWhole, which can say so
  return { line: (text) => void stream.write(`${text}\n`), close: () => void stream.end() };
}

/** 'no-disk' or 'not-writable' where that is the cause, the error itself otherwise. */
export function diskFault(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== undefined && ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].includes(code))
    return new HarnessError('not-writable', `${path} cannot be written (${code})`, {
      hint: 'give another folder with --runs, or mend its owner and rights',
      cause: error,
    });
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new HarnessError('no-disk', `no space left to write ${basename(path)}`, {
    hint: 'free some disk (old runs lie in reports/out, images in the container engine) and start again',
    cause: error,
  });
}

/** Whether `path` is a folder. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

export function readText(path: string): string {
  return readFileSync(path, 'utf8');
}

/** The text of a file; null where it cannot be read, as what /proc has of a process that has ended. */
export function readTextIfThere(path: string): string | null {
  try {
    return readText(path);
  } catch {
    return null;
  }
}

/** Bytes free for us on the disk that holds `path`, or will hold it: the nearest folder that exists decides. */
export function freeBytes(path: string): number {
  let at = path;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  const disk = statfsSync(at);
  return disk.bavail * disk.bsize;
}

/** A module found in a folder: its id is its file name, its value the default export. */
export interface Discovered {
  id: string;
  value: unknown;
}

/** Imports the default export of every module in `folder` (not tests), in order of name. One more file is one more thing. */
export async function discover(folder: string): Promise<Discovered[]> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('.d.ts'))
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const module = (await import(pathToFileURL(join(folder, name)).href)) as { default?: unknown };
      return { id: name.replace(/\.ts$/, ''), value: module.default };
    }),
  );
}

/** Texts of all files in `folder` with the ending, in order of name. */
export function readFolder(folder: string, ending: string): { name: string; text: string }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => ({ name, text: readText(join(folder, name)) }));
}
