import { z } from 'zod';

const second = { t: z.number().int() };

/** VMs whose figures are missing, each with the reason: none is left out in silence. */
const notObserved = { notObserved: z.array(z.strictObject({ vm: z.string(), reason: z.string() })) };

/**
 * Replicas behind their primary. A lag is known only where something was written: null says that nothing was, which is not
 * the same as no lag. What a replica has not replayed yet counts by its age, to the second and never more than it is.
 */
export const replicationSchema = z.strictObject({
  replicas: z.array(
    z.strictObject({
      vm: z.string(),
      /** Readings in the window at which the replica streamed, over all; one that the primary does not list did not. */
      streamingRatio: z.number().min(0).max(1),
      /** Until what was written was received, was on the replica's disk, and could be read from it. */
      writeLagMaxMs: z.number().nonnegative().nullable(),
      flushLagMaxMs: z.number().nonnegative().nullable(),
      lagMaxMs: z.number().nonnegative().nullable(),
      /** Null where the primary never listed the replica in the window. */
      lagBytesMax: z.number().nonnegative().nullable(),
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
      /** Mean wait for a server connection, all transactions of the window; null where there was none. */
      waitMeanMs: z.number().nonnegative().nullable(),
      serversBusyMax: z.number().int().nonnegative(),
      transactions: z.number().int().nonnegative(),
      observations: z.number().int().nonnegative(),
      seconds: z.array(z.strictObject({ ...second, waiting: z.number().int(), busy: z.number().int() })),
    }),
  ),
  ...notObserved,
});
export type PgbouncerData = z.infer<typeof pgbouncerSchema>;

/** The balancer, and what it gave each server behind it. */
export const haproxySchema = z.strictObject({
  /** Requests that waited for a server at once. */
  queueMax: z.number().int().nonnegative(),
  /** Requests at work behind the balancer at once. */
  sessionsMax: z.number().int().nonnegative(),
  retries: z.number().int().nonnegative(),
  redispatches: z.number().int().nonnegative(),
  servers: z.array(
    z.strictObject({
      server: z.string(),
      /** That it answered. */
      requests: z.number().int().nonnegative(),
      /** Of all requests of the window; null where there was none. */
      share: z.number().min(0).max(1).nullable(),
      responses5xx: z.number().int().nonnegative(),
      /** Times that no connection to it came about. */
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
      /** Every request but those for its own counters; of them for static files, and for the API. */
      requests: z.number().int().nonnegative(),
      static: z.number().int().nonnegative(),
      api: z.number().int().nonnegative(),
      connectionsMax: z.number().int().nonnegative(),
      cacheHits: z.number().int().nonnegative(),
      cacheMisses: z.number().int().nonnegative(),
      /** Neither: an entry that the origin confirmed, or one that may not be cached. */
      cacheOther: z.number().int().nonnegative(),
      /** Hits / (hits + misses); null where nothing that may be cached was asked for. */
      cacheHitRatio: z.number().min(0).max(1).nullable(),
      /** Requests refused by the rate limit. */
      limited: z.number().int().nonnegative(),
      observations: z.number().int().nonnegative(),
    }),
  ),
  ...notObserved,
});
export type NginxData = z.infer<typeof nginxSchema>;

/** The mail server's queue, largest of the readings in the window and next to it, and what it delivered to its sink. */
export const mailSchema = z.strictObject({
  vm: z.string(),
  queuedMax: z.number().int().nonnegative(),
  delivered: z.number().int().nonnegative(),
  observations: z.number().int().nonnegative(),
});
export type MailData = z.infer<typeof mailSchema>;

/**
 * CPU and memory of what runs in each VM, by the name of its service. A process that ends between two readings is counted by
 * its parent, which takes over its CPU time; what is lost is the CPU of processes without a parent in the VM, such as those
 * of `docker exec`. Largest values are of the readings in the window and next to it: a peak between readings is not seen.
 */
export const processesSchema = z.strictObject({
  vms: z.array(
    z.strictObject({
      vm: z.string(),
      services: z.array(
        z.strictObject({
          /** 'postgres', 'crm', 'nginx', 'other'. */
          service: z.string(),
          cpuSeconds: z.number().nonnegative(),
          /**
           * An estimate: what each process has that no file or shared memory backs, added up, and once the most that one of
           * them shares. Pages that forked processes still have in common count for each of them, so it is rather too much;
           * parts of shared memory that only other processes have touched are missing.
           */
          memoryMaxBytes: z.number().nonnegative(),
          processesMax: z.number().int().nonnegative(),
        }),
      ),
      observations: z.number().int().nonnegative(),
    }),
  ),
  ...notObserved,
});
export type ProcessesData = z.infer<typeof processesSchema>;

/** What observing cost over the window: how long each reading took, the wait for its source included. */
export const telemetrySchema = z.strictObject({
  collectors: z.array(
    z.strictObject({
      id: z.string(),
      readings: z.number().int().nonnegative(),
      failed: z.number().int().nonnegative(),
      /** Null where there was no reading in the window. */
      meanMs: z.number().nonnegative().nullable(),
      maxMs: z.number().nonnegative().nullable(),
    }),
  ),
  /** CPU-seconds a second of the harness's main process in the window: all collectors together. */
  cpuRatio: z.number().nonnegative(),
});
