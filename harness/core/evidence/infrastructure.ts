import { z } from 'zod';

const second = { t: z.number().int() };

/** CPU and memory of each VM's container. Utilisation is of the granted cores; `t` is seconds since the load began. */
export const containersSchema = z.strictObject({
  vms: z.array(
    z.strictObject({
      vm: z.string(),
      grantedVCpu: z.number().positive(),
      memoryLimitBytes: z.number().positive(),
      /** CPU-seconds used in the window / (granted cores x window). */
      cpuRatio: z.number().nonnegative(),
      /** The same over ten equal slices of the window. */
      cpuRatioBatches: z.array(z.number().nonnegative()),
      cpuRatioWorst10s: z.number().nonnegative(),
      cpuSeconds: z.number().nonnegative(),
      throttledRatio: z.number().min(0).max(1),
      /** Memory that cannot be reclaimed (usage less inactive page cache), largest in the window. */
      memoryMaxBytes: z.number().nonnegative(),
      observations: z.number().int().nonnegative(),
      restarted: z.boolean(),
      oomKilled: z.boolean(),
      seconds: z.array(z.strictObject({ ...second, cpuRatio: z.number(), memoryBytes: z.number() })),
    }),
  ),
});
export type ContainersData = z.infer<typeof containersSchema>;

/** PostgreSQL over the window: deltas of its own counters, seen by a monitoring role. */
export const postgresSchema = z.strictObject({
  version: z.string(),
  /** pg_stat_statements of the application's role. */
  calls: z.number().int().nonnegative(),
  totalExecMs: z.number().nonnegative(),
  meanExecMs: z.number().nonnegative().nullable(),
  /** Mean execution time in each of up to ten slices of the window that had calls. */
  meanExecMsBatches: z.array(z.number().nonnegative()),
  slowest: z.array(
    z.strictObject({
      query: z.string(),
      calls: z.number().int(),
      meanMs: z.number(),
      totalMs: z.number(),
    }),
  ),
  maxConnections: z.number().int().positive(),
  connectionsMax: z.number().int().nonnegative(),
  /** Buffer cache hits / (hits + reads); null where no block was asked for. */
  bufferHitRatio: z.number().min(0).max(1).nullable(),
  databaseBytes: z.number().nonnegative(),
  commits: z.number().int().nonnegative(),
  rollbacks: z.number().int().nonnegative(),
  deadlocks: z.number().int().nonnegative(),
  observations: z.number().int().nonnegative(),
  seconds: z.array(
    z.strictObject({ ...second, connections: z.number().int(), activeQueries: z.number().int() }),
  ),
});
export type PostgresData = z.infer<typeof postgresSchema>;

/** Redis over the window: one server, or all nodes of a cluster in sum. */
export const redisSchema = z.strictObject({
  version: z.string(),
  hits: z.number().int().nonnegative(),
  misses: z.number().int().nonnegative(),
  hitRatio: z.number().min(0).max(1).nullable(),
  /** [hits, misses] in each of up to ten slices of the window. */
  batches: z.array(z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()])),
  usedMemoryMaxBytes: z.number().nonnegative(),
  maxMemoryBytes: z.number().nonnegative(),
  evictedKeys: z.number().int().nonnegative(),
  appendOnly: z.boolean(),
  /** Fewest of a cluster's 16384 slots that were served at a reading; null where there is no cluster. */
  slotsCoveredMin: z.number().int().min(0).max(16384).nullable().default(null),
  /** Each server by itself; none in records of before there could be several. */
  nodes: z
    .array(
      z.strictObject({
        vm: z.string(),
        /** At the end of the window; null where there is no cluster. */
        slots: z.number().int().min(0).max(16384).nullable(),
        hits: z.number().int().nonnegative(),
        misses: z.number().int().nonnegative(),
        commands: z.number().int().nonnegative(),
        usedMemoryMaxBytes: z.number().nonnegative(),
        maxMemoryBytes: z.number().nonnegative(),
      }),
    )
    .default([]),
  /** The queue server of each VM, apart from the cache; left out where none could be asked. */
  queue: z
    .array(
      z.strictObject({
        vm: z.string(),
        usedMemoryMaxBytes: z.number().nonnegative(),
        maxMemoryBytes: z.number().nonnegative(),
      }),
    )
    .optional(),
  observations: z.number().int().nonnegative(),
  seconds: z.array(z.strictObject({ ...second, usedMemoryBytes: z.number(), opsPerS: z.number() })),
});
export type RedisData = z.infer<typeof redisSchema>;

/** The machine that everything shares. */
export const hostSchema = z.strictObject({
  cpuModel: z.string(),
  cores: z.number().int().positive(),
  memoryBytes: z.number().positive(),
  kernel: z.string(),
  containerEngine: z.string(),
  cpuRatio: z.number().min(0),
  stealRatio: z.number().min(0),
  stealWorst10s: z.number().min(0),
  memoryAvailableMinBytes: z.number().nonnegative(),
  observations: z.number().int().nonnegative(),
  seconds: z.array(z.strictObject({ ...second, cpuRatio: z.number(), stealRatio: z.number() })),
});
