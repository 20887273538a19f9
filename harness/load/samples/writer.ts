import { type FileHandle, open } from 'node:fs/promises';
import { encodeSample, RECORD_BYTES, type Sample } from './record.ts';

/** Appends samples to a file in blocks. A crash loses at most the block that was being filled. */
export interface SampleWriter {
  add(sample: Sample): void;
  /** Hands what is there to the operating system; resolves when it took it. Rejects with the first write that failed. */
  flush(): Promise<void>;
  close(): Promise<void>;
  readonly count: number;
}

/** About 64 kB, a whole number of records. */
const RECORDS_PER_BLOCK = 1489;

export async function openSampleWriter(path: string): Promise<SampleWriter> {
  const file = await open(path, 'w');
  let block = newBlock();
  let filled = 0;
  let count = 0;
  let writing: Promise<void> = Promise.resolve();

  // Blocks are written one after the other, in order, and never wait in the way of the load.
  const send = () => {
    const bytes = block.bytes.subarray(0, filled * RECORD_BYTES);
    if (bytes.length === 0) return;
    block = newBlock();
    filled = 0;
    writing = writing.then(() => writeAll(file, bytes));
    writing.catch(() => {}); // reported by the next flush
  };
  const flush = () => {
    send();
    return writing;
  };
  return {
    add(sample) {
      encodeSample(block.view, filled * RECORD_BYTES, sample);
      count++;
      if (++filled === RECORDS_PER_BLOCK) send();
    },
    flush,
    async close() {
      await flush().finally(() => file.close());
    },
    get count() {
      return count;
    },
  };
}

function newBlock() {
  const bytes = new Uint8Array(RECORDS_PER_BLOCK * RECORD_BYTES);
  return { bytes, view: new DataView(bytes.buffer) };
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
}
