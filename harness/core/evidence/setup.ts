import { z } from 'zod';

const size = { vCpu: z.number().positive(), memoryBytes: z.number().positive() };

/** Which image it ran, and whose; left out in records of before it was kept for each VM. */
const ranImage = {
  image: z.string().optional(),
  /** 'user' where the user's own stood in the place of what this project brings. */
  imageOwner: z.enum(['project', 'user']).optional(),
  /** There where the image is not built FROM the VM image, so that it tells no settings. */
  foreign: z.literal(true).optional(),
};

/** What was started, beside what the document lists. */
export const topologySchema = z.strictObject({
  level: z.number().int().min(1).max(5),
  /** `document` where the level comes from the file this project ships; `custom` for another one. */
  levelSource: z.enum(['document', 'custom']),
  image: z.string(),
  hostVCpu: z.number().positive(),
  /** Of these, those that VMs may run on; left out: all. The load generator has the rest to itself. */
  vmVCpu: z.number().positive().optional(),
  hostMemoryBytes: z.number().positive(),
  startedInMs: z.number().nonnegative(),
  vms: z.array(
    z.strictObject({
      vm: z.string(),
      roles: z.array(z.string()),
      /** The VM's size in the document. */
      spec: z.strictObject({ ...size, diskBytes: z.number().nonnegative().nullable() }),
      /** What it was given here. */
      granted: z.strictObject(size),
      ...ranImage,
    }),
  ),
  /** Hosts that stood for the world outside: on the load generator's side, no VMs of the level. Left out: none. */
  testHosts: z
    .array(
      z.strictObject({
        host: z.string(),
        roles: z.array(z.string()),
        granted: z.strictObject(size),
        ...ranImage,
      }),
    )
    .optional(),
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

/** How the rows of a table fall on the customers, those without any counted as well. */
const spreadSchema = z.strictObject({
  p50: z.number().int(),
  p90: z.number().int(),
  p99: z.number().int(),
  max: z.number().int(),
  /** Share of the customers that have none. */
  withoutRatio: z.number().min(0).max(1),
});
export type Spread = z.infer<typeof spreadSchema>;

/** The seed certificate: what the database held when the load began, as the database itself counts it. */
export const datasetSchema = z.strictObject({
  version: z.string(),
  seed: z.number().int().nonnegative(),
  /** The day that the data take for today, YYYY-MM-DD. */
  anchoredOn: z.string().nullable().default(null),
  customers: z.number().int().nonnegative(),
  rows: z.number().int().nonnegative(),
  tables: z.array(
    z.strictObject({
      table: z.string(),
      rows: z.number().int(),
      /** With its indexes. */
      bytes: z.number(),
      /** Of the size; null where an older edition did not ask. */
      indexBytes: z.number().nullable().default(null),
      /** Rows of each tenant, in the order of `tenants`; empty for a table that belongs to none. */
      tenantRows: z.array(z.number().int()).default([]),
      /** Null for a table that is not about customers. */
      perCustomer: spreadSchema.nullable().default(null),
      /** SHA-256 over the generated rows of the table, in order. */
      digest: z.string().nullable().default(null),
    }),
  ),
  tenants: z.array(
    z.strictObject({ tenant: z.string(), customers: z.number().int(), staff: z.number().int() }),
  ),
  databaseBytes: z.number().nonnegative(),
  /** Over columns, indexes, constraints and policies; null where an older edition did not ask. */
  schemaDigest: z.string().nullable().default(null),
  /** SHA-256 over the tables' digests. */
  digest: z.string(),
  /** How long the seeding took, whenever it was. */
  durationMs: z.number().nonnegative(),
  /** Where the data came from a dataset that was kept: its key, and how long it took to copy it. Null: seeded for this run. */
  reused: z.strictObject({ key: z.string(), copiedInMs: z.number().nonnegative() }).nullable().default(null),
});
export type DatasetData = z.infer<typeof datasetSchema>;
export type DatasetTable = DatasetData['tables'][number];
