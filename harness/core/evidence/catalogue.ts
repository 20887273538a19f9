import type { z } from 'zod';
import { conformanceSchema } from './conformance.ts';
import {
  type Evidence,
  type EvidenceId,
  type ExtraEvidenceId,
  evidenceSchema,
  type RunEvidenceId,
} from './envelope.ts';
import { eventsSchema } from './events.ts';
import { calibrationSchema, generatorSchema } from './generator.ts';
import { containersSchema, hostSchema, postgresSchema, redisSchema } from './infrastructure.ts';
import { queuesSchema, telephonySchema, wahaSchema } from './outside.ts';
import { samplesSchema } from './samples.ts';
import {
  haproxySchema,
  mailSchema,
  nginxSchema,
  pgbouncerSchema,
  processesSchema,
  replicationSchema,
  telemetrySchema,
} from './services.ts';
import { datasetSchema, limitsSchema, topologySchema } from './setup.ts';

/** Schema of each kind of evidence's data, by id. */
export const evidenceData = {
  samples: samplesSchema,
  generator: generatorSchema,
  calibration: calibrationSchema,
  containers: containersSchema,
  postgres: postgresSchema,
  redis: redisSchema,
  host: hostSchema,
  limits: limitsSchema,
  topology: topologySchema,
  dataset: datasetSchema,
  events: eventsSchema,
  replication: replicationSchema,
  pgbouncer: pgbouncerSchema,
  haproxy: haproxySchema,
  nginx: nginxSchema,
  mail: mailSchema,
  queues: queuesSchema,
  waha: wahaSchema,
  telephony: telephonySchema,
  processes: processesSchema,
  telemetry: telemetrySchema,
  conformance: conformanceSchema,
} as const satisfies Record<EvidenceId, z.ZodType>;

export type EvidenceData = { [Id in EvidenceId]: z.infer<(typeof evidenceData)[Id]> };

/**
 * All evidence of one repetition. Every id of a run is there; what could not be observed is `unavailable`. Evidence of a
 * service that the level does not have is missing.
 */
export type EvidenceSet = { [Id in RunEvidenceId]: Evidence<EvidenceData[Id]> } & {
  [Id in ExtraEvidenceId]?: Evidence<EvidenceData[Id]> | undefined;
};

/** Events of a run of before they were kept: there were none, for the loss of a VM ended the run. */
export const noEvents: EvidenceSet['events'] = {
  ...{ id: 'events', schemaVersion: 1, source: 'an older run, which a lost VM would have ended' },
  ...{ status: 'observed', fromMs: 0, toMs: 0, data: { events: [] } },
};

/** Parses one evidence file; throws a ZodError that names the field. */
export function parseEvidence<Id extends EvidenceId>(id: Id, value: unknown): Evidence<EvidenceData[Id]> {
  const parsed = evidenceSchema(evidenceData[id] as z.ZodType).parse(value);
  if (parsed.id !== id) throw new Error(`evidence says it is '${parsed.id}', expected '${id}'`);
  return parsed as Evidence<EvidenceData[Id]>;
}
