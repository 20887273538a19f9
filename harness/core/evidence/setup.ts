import { z } from 'zod';

const size = { vCpu: z.number().positive(), memoryBytes: z.number().positive() };

/** What was started, beside what the document lists. */
export const topologySchema = z.strictObject({
  level: z.number().int().min(1).max(5),
  /** `document` where the level comes from the file this project ships; `custom` for another one. */
  levelSource: z.enum(['document', 'custom']),
  image: z.string(),
  hostVCpu: z.number().positive(),
  hostMemoryBytes: z.number().positive(),
  startedInMs: z.number().nonnegative(),
  vms: z.array(
    z.strictObject({
      vm: z.string(),
      roles: z.array(z.string()),
      /** The VM's size in the document. */
      spec: z.strictObject({ ...size, diskBytes: z.number().nonnegative() }),
      /** What it was given here. */
      granted: z.strictObject(size),
    }),
  ),
});
export type TopologyData = z.infer<typeof topologySchema>;

/** Limits and settings as read from inside each VM, before and after the load. */
export const limitsSchema = z.strictObject({
  readings: z.array(
    z.strictObject({
      vm: z.string(),
      when: z.enum(['before', 'after']),
      settings: z.array(
        z.strictObject({
          /** 'cpu.quota', 'memory.limit', 'postgresql.max_connections', 'app.workers', ... */
          name: z.string(),
          expected: z.string(),
          read: z.string(),
          /** Whether the reading is what was planned (a quota is compared as a number, not as text). */
          matches: z.boolean(),
        }),
      ),
    }),
  ),
});
export type LimitsData = z.infer<typeof limitsSchema>;

/** The seed certificate: what the database held when the load began. */
export const datasetSchema = z.strictObject({
  version: z.string(),
  seed: z.number().int().nonnegative(),
  customers: z.number().int().nonnegative(),
  rows: z.number().int().nonnegative(),
  tables: z.array(z.strictObject({ table: z.string(), rows: z.number().int(), bytes: z.number() })),
  tenants: z.array(
    z.strictObject({ tenant: z.string(), customers: z.number().int(), staff: z.number().int() }),
  ),
  databaseBytes: z.number().nonnegative(),
  /** SHA-256 over the generated rows, in order. */
  digest: z.string(),
  durationMs: z.number().nonnegative(),
});
export type DatasetData = z.infer<typeof datasetSchema>;
