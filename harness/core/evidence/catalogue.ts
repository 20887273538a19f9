import type { z } from 'zod';
import { type Evidence, type EvidenceId, evidenceSchema } from './envelope.ts';
import { calibrationSchema, generatorSchema } from './generator.ts';
import { containersSchema, hostSchema, postgresSchema, redisSchema } from './infrastructure.ts';
import { samplesSchema } from './samples.ts';
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
} as const satisfies Record<EvidenceId, z.ZodType>;

export type EvidenceData = { [Id in EvidenceId]: z.infer<(typeof evidenceData)[Id]> };

/** All evidence of one repetition. Every id is there; what could not be observed is `unavailable`. */
export type EvidenceSet = { [Id in EvidenceId]: Evidence<EvidenceData[Id]> };

/** Parses one evidence file; throws a ZodError that names the field. */
export function parseEvidence<Id extends EvidenceId>(id: Id, value: unknown): Evidence<EvidenceData[Id]> {
  const parsed = evidenceSchema(evidenceData[id] as z.ZodType).parse(value);
  if (parsed.id !== id) throw new Error(`evidence says it is '${parsed.id}', expected '${id}'`);
  return parsed as Evidence<EvidenceData[Id]>;
}
