import { z } from 'zod';
import { claimSchema } from './claim.ts';
import { evidenceData, noEvents } from './evidence/catalogue.ts';
import { evidenceSchema } from './evidence/envelope.ts';
import { auditSchema } from './finding.ts';
import { guardResultSchema } from './guard.ts';
import { tenants, vmSpecSchema } from './level.ts';
import { verdictSchema } from './verdict.ts';

/** How long and how often a run measures. */
export const profileSchema = z.strictObject({
  id: z.enum(['quick', 'standard', 'nightly']),
  warmUpS: z.number().positive(),
  windowS: z.number().positive(),
  /** Repetitions of the first look, and the most there may be. */
  repetitions: z.number().int().positive(),
  maxRepetitions: z.number().int().positive(),
});
export type Profile = z.infer<typeof profileSchema>;

/** What N users do, as resolved for this run; printed beside every users-claim. */
export const workloadSummarySchema = z.strictObject({
  id: z.string(),
  actionsPerUserPerMinute: z.number().positive(),
  requestsPerAction: z.number().positive(),
  /** Mean pause per request: mean think time of an action / requests per action. */
  thinkMsPerRequest: z.number().positive(),
  thinkDistribution: z.string(),
  personas: z.array(z.strictObject({ id: z.string(), share: z.number().min(0).max(1) })),
  /** Requests per second and user at zero response time. */
  rpsPerUser: z.number().positive(),
});

/** What is seeded, beside customers and seed. */
const datasetChoiceSchema = z.strictObject({
  /** Whole-number shares of the tenants, in their order. */
  shares: z.array(z.number().int().positive()).min(1),
  /** Rows a customer where they are not the usual ones, by the seeder's name for them. */
  perCustomer: z.record(z.string(), z.number().nonnegative()),
  /** Times the usual history. */
  history: z.number().positive(),
  /** The size that the history was chosen for; null where none was asked. */
  databaseBytes: z.number().positive().nullable(),
  /** Edition and rows by table that the seeder makes of this; null where an older edition did not say. */
  planned: z.strictObject({ version: z.string(), rows: z.record(z.string(), z.number().int()) }).nullable(),
  /** In what the data are less than usual, an easier task than the claims speak of. */
  thinner: z.array(z.string()),
});
export type DatasetChoice = z.infer<typeof datasetChoiceSchema>;

/** The usual data, the same share for each tenant. */
export const usualDataset: DatasetChoice = {
  shares: tenants.map(() => 1),
  perCustomer: {},
  history: 1,
  databaseBytes: null,
  planned: null,
  thinner: [],
};

/** Everything that was decided before anything started. Frozen; its hash guards a re-judgement. */
export const runSpecSchema = z.strictObject({
  schemaVersion: z.literal(1),
  runId: z.string(),
  harnessVersion: z.string(),
  commit: z.string().nullable(),
  level: z.number().int().min(1).max(5),
  levelSource: z.enum(['document', 'custom']),
  vms: z.array(vmSpecSchema),
  /** The CRM under test: the reference CRM that this project ships, or the user's own. */
  sut: z.strictObject({ kind: z.enum(['reference', 'own']), image: z.string() }),
  profile: profileSchema,
  users: z.number().int().positive(),
  customers: z.number().int().positive(),
  seed: z.number().int().nonnegative(),
  /** How the seeded data differ from the usual: shares of the tenants, rows a customer, times the usual history. */
  dataset: datasetChoiceSchema.default(usualDataset),
  workload: workloadSummarySchema,
  requestTimeoutMs: z.number().positive(),
  /** A defect planted in the reference CRM on purpose; its verdicts are never about the document. */
  defect: z.string().nullable(),
});
export type RunSpec = z.infer<typeof runSpecSchema>;

/** Something the reader should know that is neither a verdict nor a guard. */
const warningSchema = z.strictObject({
  id: z.string(),
  seen: z.string(),
  meaning: z.string(),
  nextStep: z.string(),
});
export type Warning = z.infer<typeof warningSchema>;

const evidenceSetSchema = z.strictObject({
  samples: evidenceSchema(evidenceData.samples),
  generator: evidenceSchema(evidenceData.generator),
  calibration: evidenceSchema(evidenceData.calibration),
  containers: evidenceSchema(evidenceData.containers),
  postgres: evidenceSchema(evidenceData.postgres),
  redis: evidenceSchema(evidenceData.redis),
  host: evidenceSchema(evidenceData.host),
  limits: evidenceSchema(evidenceData.limits),
  topology: evidenceSchema(evidenceData.topology),
  dataset: evidenceSchema(evidenceData.dataset),
  events: evidenceSchema(evidenceData.events).default(noEvents as never),
  replication: evidenceSchema(evidenceData.replication).optional(),
  pgbouncer: evidenceSchema(evidenceData.pgbouncer).optional(),
  haproxy: evidenceSchema(evidenceData.haproxy).optional(),
  nginx: evidenceSchema(evidenceData.nginx).optional(),
  mail: evidenceSchema(evidenceData.mail).optional(),
  queues: evidenceSchema(evidenceData.queues).optional(),
  waha: evidenceSchema(evidenceData.waha).optional(),
  telephony: evidenceSchema(evidenceData.telephony).optional(),
  processes: evidenceSchema(evidenceData.processes).optional(),
  telemetry: evidenceSchema(evidenceData.telemetry).optional(),
  conformance: evidenceSchema(evidenceData.conformance).optional(),
});

/** `run.json`: the one document that every report is rendered from. */
export const runRecordSchema = z.strictObject({
  schemaVersion: z.literal(1),
  spec: runSpecSchema,
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  endedAt: z.string(),
  judgedAt: z.string(),
  /** Whether every flattering guard passed in every repetition. */
  valid: z.boolean(),
  exitCode: z.number().int(),
  claims: z.array(claimSchema),
  verdicts: z.array(verdictSchema),
  /** What each claim rested on when it was judged: changes with a line of the document that it cites, or its bound. */
  fingerprints: z.record(z.string(), z.string()).default({}),
  /** What the document says against itself; null in a record of before the audit was made. */
  audit: auditSchema.nullable().default(null),
  guards: z.array(guardResultSchema),
  warnings: z.array(warningSchema),
  repetitions: z.array(z.strictObject({ index: z.number().int().positive(), evidence: evidenceSetSchema })),
  timings: z.array(z.strictObject({ step: z.string(), ms: z.number().nonnegative() })),
});
export type RunRecord = z.infer<typeof runRecordSchema>;
