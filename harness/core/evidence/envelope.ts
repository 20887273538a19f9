import { z } from 'zod';

/** Evidence of every run, whatever its level. Files beside this one hold the schema of each one's data. */
export const runEvidenceIds = [
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
  'events',
] as const;
/** Evidence of a service that not every level has, or that older runs do not have: it may be missing. */
export const extraEvidenceIds = [
  'replication',
  'pgbouncer',
  'haproxy',
  'nginx',
  'mail',
  'queues',
  'waha',
  'telephony',
  'processes',
  'telemetry',
  'conformance',
] as const;
export const evidenceIds = [...runEvidenceIds, ...extraEvidenceIds] as const;
export type RunEvidenceId = (typeof runEvidenceIds)[number];
export type ExtraEvidenceId = (typeof extraEvidenceIds)[number];
export type EvidenceId = RunEvidenceId | ExtraEvidenceId;

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
