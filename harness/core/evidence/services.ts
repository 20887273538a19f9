import { z } from 'zod';

const second = { t: z.number().int() };

/** Replicas behind their primary. */
export const replicationSchema = z.strictObject({
  replicas: z.array(
    z.strictObject({
      vm: z.string(),
      /** Seconds in the window at which the replica streamed, over all that were asked. */
      streamingRatio: z.number().min(0).max(1),
      lagMaxMs: z.number().nonnegative().nullable(),
      lagBytesMax: z.number().nonnegative(),
      observations: z.number().int().nonnegative(),
      seconds: z.array(z.strictObject({ ...second, lagMs: z.number().nullable(), lagBytes: z.number() })),
    }),
  ),
});
export type ReplicationData = z.infer<typeof replicationSchema>;

/** Pools of every PgBouncer of the level. */
export const pgbouncerSchema = z.strictObject({
  pools: z.array(
    z.strictObject({
      vm: z.string(),
      poolSize: z.number().int().positive(),
      clientsMax: z.number().int().nonnegative(),
      waitingMax: z.number().int().nonnegative(),
      /** Longest that the oldest client in the queue had waited. */
      waitMaxMs: z.number().nonnegative(),
      /** Mean wait for a server connection, all transactions of the window. */
      waitMeanMs: z.number().nonnegative().nullable(),
      serversBusyMax: z.number().int().nonnegative(),
      transactions: z.number().int().nonnegative(),
      observations: z.number().int().nonnegative(),
      seconds: z.array(z.strictObject({ ...second, waiting: z.number().int(), busy: z.number().int() })),
    }),
  ),
});
export type PgbouncerData = z.infer<typeof pgbouncerSchema>;

/** The balancer, and what it gave each server behind it. */
export const haproxySchema = z.strictObject({
  queueMax: z.number().int().nonnegative(),
  sessionsMax: z.number().int().nonnegative(),
  retries: z.number().int().nonnegative(),
  redispatches: z.number().int().nonnegative(),
  servers: z.array(
    z.strictObject({
      server: z.string(),
      requests: z.number().int().nonnegative(),
      share: z.number().min(0).max(1).nullable(),
      responses5xx: z.number().int().nonnegative(),
      connectErrors: z.number().int().nonnegative(),
      downSeconds: z.number().nonnegative(),
      queueMax: z.number().int().nonnegative(),
    }),
  ),
  observations: z.number().int().nonnegative(),
});
export type HaproxyData = z.infer<typeof haproxySchema>;

/** Every Nginx: connections, requests, and what its cache answered. */
export const nginxSchema = z.strictObject({
  servers: z.array(
    z.strictObject({
      vm: z.string(),
      requests: z.number().int().nonnegative(),
      connectionsMax: z.number().int().nonnegative(),
      cacheHits: z.number().int().nonnegative(),
      cacheMisses: z.number().int().nonnegative(),
      /** Null where nothing that may be cached was asked for. */
      cacheHitRatio: z.number().min(0).max(1).nullable(),
      /** Requests refused by the rate limit. */
      limited: z.number().int().nonnegative(),
      observations: z.number().int().nonnegative(),
    }),
  ),
});
export type NginxData = z.infer<typeof nginxSchema>;

/** The mail server's queue and what it delivered to its sink. */
export const mailSchema = z.strictObject({
  vm: z.string(),
  queuedMax: z.number().int().nonnegative(),
  delivered: z.number().int().nonnegative(),
  observations: z.number().int().nonnegative(),
});
export type MailData = z.infer<typeof mailSchema>;

/** CPU and memory of what runs in each VM, by the name of its service. */
export const processesSchema = z.strictObject({
  vms: z.array(
    z.strictObject({
      vm: z.string(),
      services: z.array(
        z.strictObject({
          /** 'postgresql', 'crm', 'nginx', 'other'. */
          service: z.string(),
          cpuSeconds: z.number().nonnegative(),
          /** Proportional where the kernel tells it, else resident. */
          memoryMaxBytes: z.number().nonnegative(),
          processesMax: z.number().int().nonnegative(),
        }),
      ),
    }),
  ),
  observations: z.number().int().nonnegative(),
});
export type ProcessesData = z.infer<typeof processesSchema>;

/** What observing cost: the harness's own share of each reading. */
export const telemetrySchema = z.strictObject({
  collectors: z.array(
    z.strictObject({
      id: z.string(),
      readings: z.number().int().nonnegative(),
      failed: z.number().int().nonnegative(),
      meanMs: z.number().nonnegative(),
      maxMs: z.number().nonnegative(),
    }),
  ),
  /** CPU-seconds a second of the harness's main process in the window: all collectors together. */
  cpuRatio: z.number().nonnegative(),
});
export type TelemetryData = z.infer<typeof telemetrySchema>;
