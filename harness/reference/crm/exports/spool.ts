import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Arrival } from './object-storage.ts';

/** Writes a stream to a new file and to the disk itself. Its length and checksum; rejects where the stream or the disk fails. */
export async function spool(source: Readable, path: string): Promise<Arrival> {
  const sum: Sum = { bytes: 0, md5: createHash('md5') };
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  await pipeline(source, (chunks: AsyncIterable<Buffer>) => summed(chunks, sum), file);
  return { bytes: sum.bytes, md5: sum.md5.digest('base64') };
}

interface Sum {
  bytes: number;
  md5: Hash;
}

async function* summed(chunks: AsyncIterable<Buffer>, sum: Sum) {
  for await (const chunk of chunks) {
    sum.bytes += chunk.length;
    sum.md5.update(chunk);
    yield chunk;
  }
}

/** Whether the disk has no room left, or no more for this user. */
export function isDiskFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
