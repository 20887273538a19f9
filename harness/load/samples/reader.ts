import { open } from 'node:fs/promises';
import { HarnessError } from '../../core/errors.ts';
import { type SamplesHeader, samplesFile } from './header.ts';
import { decodeSample, RECORD_BYTES, type Sample } from './record.ts';

/** Records read at a time: about 700 kB, whatever the file's size. */
const RECORDS_PER_READ = 16_384;

/**
 * Calls `on` with every sample of a run folder, in file order, and returns how many there are.
 * Throws HarnessError 'bad-run-folder' where the file is absent, cut within a record, or holds what is no sample of
 * this header.
 */
export async function forEachSample(
  outDir: string,
  header: SamplesHeader,
  on: (sample: Sample) => void,
): Promise<number> {
  if (header.recordBytes !== RECORD_BYTES) throw damaged(`its records have ${header.recordBytes} bytes`);
  const file = await open(samplesFile(outDir), 'r').catch((cause) => {
    throw new HarnessError('bad-run-folder', 'samples.bin cannot be opened', { cause });
  });
  try {
    const { size } = await file.stat();
    if (size % RECORD_BYTES !== 0) throw damaged(`it ends within a record (${size} bytes)`);
    const buffer = new Uint8Array(RECORDS_PER_READ * RECORD_BYTES);
    const view = new DataView(buffer.buffer);
    for (let at = 0; at < size; ) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - at), at);
      const whole = bytesRead - (bytesRead % RECORD_BYTES);
      if (whole === 0) throw damaged(`it ends at byte ${at} of ${size}`);
      for (let offset = 0; offset < whole; offset += RECORD_BYTES) {
        const sample = decodeSample(view, offset);
        if (sample === null || !fits(sample, header)) throw damaged(`byte ${at + offset} starts no sample`);
        on(sample);
      }
      at += whole;
    }
    return size / RECORD_BYTES;
  } finally {
    await file.close();
  }
}

function fits(sample: Sample, header: SamplesHeader): boolean {
  return (
    sample.user < header.users &&
    sample.endpoint < header.endpoints.length &&
    sample.tenant < header.tenants.length
  );
}

function damaged(why: string): HarnessError {
  return new HarnessError('bad-run-folder', `samples.bin is damaged: ${why}`, {
    hint: 'The samples of this repetition cannot be judged; run it again.',
  });
}
