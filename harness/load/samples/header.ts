import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HarnessError, messageOf } from '../../core/errors.ts';
import { recordLayout } from './record.ts';

/** `samples.json`: everything that is needed to read `samples.bin`. Rewritten as the load goes on. */
const headerSchema = z.strictObject({
  schemaVersion: z.literal(1),
  engine: z.string(),
  traffic: z.string(),
  recordBytes: z.number().int().positive(),
  record: z.array(z.strictObject({ field: z.string(), type: z.string(), offset: z.number().int() })),
  /** Epoch milliseconds at microsecond 0 of the records' clock. */
  originEpochMs: z.number(),
  endpoints: z.array(z.string()),
  tenants: z.array(z.string()),
  users: z.number().int().positive(),
  /** With the requests of one action, mean and variance: what the expected number of requests follows from. */
  personas: z.array(
    z.strictObject({
      id: z.string(),
      requestsPerAction: z.number().positive(),
      requestsPerActionVariance: z.number().nonnegative(),
    }),
  ),
  /** Index into `personas`, per user. */
  personaOfUser: z.array(z.number().int().nonnegative()),
  think: z.strictObject({ meanMs: z.number().positive(), scv: z.number().nonnegative() }),
  timeoutMs: z.number().positive(),
  /** Microseconds since the origin; null until the log-in phase is over. */
  times: z
    .strictObject({ loadFromUs: z.number(), windowFromUs: z.number(), windowToUs: z.number() })
    .nullable(),
  /** Null while the load runs, and for good where it crashed. */
  ended: z.enum(['completed', 'stopped', 'failed']).nullable(),
  counters: z.strictObject({
    records: z.number().int().nonnegative(),
    errors: z.number().int().nonnegative(),
    /** Sends that were due in the window and never made. */
    droppedSends: z.number().int().nonnegative(),
    activeUsersAtEnd: z.number().int().nonnegative(),
    /** Users that a failing answer kept from their place in the day; headers of earlier runs do not say. */
    astrayUsers: z.number().int().nonnegative().default(0),
  }),
});
export type SamplesHeader = z.infer<typeof headerSchema>;

export const samplesFile = (outDir: string) => join(outDir, 'samples.bin');
const headerFile = (outDir: string) => join(outDir, 'samples.json');

/** The layout as the header carries it. */
export const layoutOfRecord: SamplesHeader['record'] = recordLayout.map((field) => ({ ...field }));

/** Replaces the header in one step: a reader sees the old one or the new one, never half of either. */
export async function writeHeader(outDir: string, header: SamplesHeader): Promise<void> {
  const draft = `${headerFile(outDir)}.new`;
  await writeFile(draft, `${JSON.stringify(header)}\n`);
  await rename(draft, headerFile(outDir));
}

/** Throws HarnessError 'bad-run-folder' where the header is absent or not ours. */
export async function readHeader(outDir: string): Promise<SamplesHeader> {
  try {
    return headerSchema.parse(JSON.parse(await readFile(headerFile(outDir), 'utf8')));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause);
    throw new HarnessError('bad-run-folder', `samples.json cannot be read: ${why.split('\n').join('; ')}`, {
      cause,
    });
  }
}
