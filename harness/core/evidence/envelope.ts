import { z } from 'zod';

/** Every kind of evidence. One file beside this one holds the schema of each one's data. */
export const evidenceIds = [
  'samples',
  'generator',
  'calibration',
  'containers',
  'postgres',
  'redis',
  'host',
  'limits',
  'topology',
  'dataset',
] as const;
export type EvidenceId = (typeof evidenceIds)[number];

const provenance = {
  id: z.enum(evidenceIds),
  schemaVersion: z.literal(1),
  /** Where the figures come from, for a reader: 'docker stats', 'pg_stat_statements'. */
  source: z.string(),
};

/** The envelope of one collector's file: either what it observed, or why it could not. */
export function evidenceSchema<Data extends z.ZodType>(data: Data) {
  return z.discriminatedUnion('status', [
    z.strictObject({
      ...provenance,
      status: z.literal('observed'),
      /** Epoch milliseconds of the first and last observation. */
      fromMs: z.number(),
      toMs: z.number(),
      data,
    }),
    z.strictObject({ ...provenance, status: z.literal('unavailable'), reason: z.string().min(1) }),
  ]);
}

export interface ObservedEvidence<Data> {
  id: EvidenceId;
  schemaVersion: 1;
  source: string;
  status: 'observed';
  fromMs: number;
  toMs: number;
  data: Data;
}

export interface UnavailableEvidence {
  id: EvidenceId;
  schemaVersion: 1;
  source: string;
  status: 'unavailable';
  reason: string;
}

export type Evidence<Data> = ObservedEvidence<Data> | UnavailableEvidence;

export function unavailable(id: EvidenceId, source: string, reason: string): UnavailableEvidence {
  return { id, schemaVersion: 1, source, status: 'unavailable', reason };
}
