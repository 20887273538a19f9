import { z } from 'zod';

// What the CRM has to do with the world outside: its job queues, and what the stand-ins counted for themselves.

const count = z.number().int().nonnegative();
const second = { t: z.number().int() };
const notObserved = { notObserved: z.array(z.strictObject({ vm: z.string(), reason: z.string() })) };

/** The CRM's job queues as it tells them itself. Largest values are of the readings in the window and next to it. */
export const queuesSchema = z.strictObject({
  /** The application VM that was asked: all of them see the same queues. */
  vm: z.string(),
  queues: z.array(
    z.strictObject({
      name: z.string(),
      waitingMax: count,
      activeMax: count,
      delayedMax: count,
      /** Dead letters at the end. */
      failed: count,
      /** Jobs that ended well in the window; null where the count ran backwards, for then Redis had lost it. */
      completed: count.nullable(),
      /** Longest that a job which might begin had waited; null where none waited at any reading. */
      oldestWaitingMaxMs: z.number().nonnegative().nullable(),
    }),
  ),
  observations: count,
  /** All queues together. */
  seconds: z.array(
    z.strictObject({ ...second, waiting: count, active: count, oldestWaitingMs: z.number().nullable() }),
  ),
});
export type QueuesData = z.infer<typeof queuesSchema>;

/** The ledger of every WAHA stand-in: what grew over the window, as it counted for itself. */
export const wahaSchema = z.strictObject({
  servers: z.array(
    z.strictObject({
      vm: z.string(),
      /** Requests to send, and of them those that it took and those that it refused. */
      received: count,
      accepted: count,
      refused: count,
      /** Of the received: neither yet at the end of the window. */
      open: count,
      /** Messages that a recipient has, each counted once, also where it was sent again. accepted = sent + doubled. */
      sent: count,
      /** Sends of a message that the recipient had already. */
      doubled: count,
      /** Sent, but a fault told the caller otherwise. */
      misanswered: count,
      webhooksDelivered: count,
      /** Attempts after the first. */
      webhooksRetried: count,
      webhooksGivenUp: count,
      /** Never posted, because a fault said so. */
      webhooksDropped: count,
      observations: count,
    }),
  ),
  ...notObserved,
});
export type WahaData = z.infer<typeof wahaSchema>;

/** The counters of every telephone system's stand-in, by the names that it gives them. */
export const telephonySchema = z.strictObject({
  systems: z.array(
    z.strictObject({
      vm: z.string(),
      counters: z.array(
        z.strictObject({
          name: z.string(),
          /** Over the window; null for what also falls, such as the calls under way. */
          grown: z.number().nonnegative().nullable(),
          max: z.number(),
        }),
      ),
      observations: count,
    }),
  ),
  ...notObserved,
});
export type TelephonyData = z.infer<typeof telephonySchema>;
