import { writeFile } from 'node:fs/promises';
import { layoutOfRecord, type SamplesHeader, samplesFile, writeHeader } from '../samples/header.ts';
import { encodeSample, RECORD_BYTES, type Sample } from '../samples/record.ts';

/** A run folder for tests: window from second 10 to 20, two users of two personas, time-out 2 s. */
export const syntheticHeader: SamplesHeader = {
  schemaVersion: 1,
  engine: 'node',
  traffic: 'crm',
  recordBytes: RECORD_BYTES,
  record: layoutOfRecord,
  originEpochMs: 1_700_000_000_000,
  endpoints: ['GET /a', 'POST /b'],
  tenants: ['mangatrai', 'sarkar'],
  users: 2,
  personas: [
    { id: 'sales-associate', requestsPerAction: 3, requestsPerActionVariance: 0.5 },
    { id: 'telecaller', requestsPerAction: 3, requestsPerActionVariance: 0.5 },
  ],
  personaOfUser: [0, 1],
  think: { meanMs: 3000, scv: 1 },
  timeoutMs: 2000,
  times: { loadFromUs: 5e6, windowFromUs: 10e6, windowToUs: 20e6 },
  ended: 'completed',
  counters: { records: 0, errors: 0, droppedSends: 0, activeUsersAtEnd: 2, astrayUsers: 0 },
};

/** A sample with the given differences: a success of 100 ms in the middle of the window. */
export function syntheticSample(differences: Partial<Sample> = {}): Sample {
  const sentUs = differences.sentUs ?? 15e6;
  return {
    plannedUs: sentUs,
    sentUs,
    endUs: sentUs + 100_000,
    databaseUs: Number.NaN,
    status: 200,
    outcome: 'ok',
    tenant: 0,
    endpoint: 0,
    user: 0,
    bytes: 10,
    preparing: false,
    ...differences,
  };
}

/** Writes the two sample files of a run folder. */
export async function writeSyntheticRun(
  outDir: string,
  samples: readonly Sample[],
  header: Partial<SamplesHeader> = {},
): Promise<void> {
  const view = new DataView(new ArrayBuffer(samples.length * RECORD_BYTES));
  for (const [index, sample] of samples.entries()) encodeSample(view, index * RECORD_BYTES, sample);
  await writeFile(samplesFile(outDir), new Uint8Array(view.buffer));
  const counters = { ...syntheticHeader.counters, records: samples.length };
  await writeHeader(outDir, { ...syntheticHeader, counters, ...header });
}
