import { readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { readG711 } from './pcap.ts';
import { wavOf } from './wav.ts';

/** What rtpengine has recorded in its folder: a capture for each call, and a text about it. */
export interface Recordings {
  /** A call's recording as WAV, or null where there is none. */
  wav(sid: string): Promise<Buffer | null>;
  count(): Promise<number>;
  /** Deletes what is older than so many seconds, and tells how many recordings that were. */
  deleteOlder(seconds: number): Promise<number>;
}

export function openRecordings(folder: string): Recordings {
  const captures = join(folder, 'pcaps');
  const namesIn = (where: string) => readdir(where).catch(() => []);
  return {
    async wav(sid) {
      const name = (await namesIn(captures)).find((one) => one.startsWith(`${sid}-`));
      if (name === undefined) return null;
      const streams = readG711(await readFile(join(captures, name)));
      return streams.length === 0 ? null : wavOf(streams);
    },
    count: async () => (await namesIn(captures)).length,
    async deleteOlder(seconds) {
      let deleted = 0;
      for (const where of [captures, join(folder, 'metadata'), join(folder, 'tmp')])
        for (const name of await namesIn(where)) {
          const path = join(where, name);
          const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
          if (mtimeMs > Date.now() - seconds * 1000) continue;
          await unlink(path).catch(() => {});
          if (where === captures) deleted++;
        }
      return deleted;
    },
  };
}
