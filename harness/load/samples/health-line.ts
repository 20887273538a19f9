import { join } from 'node:path';
import { z } from 'zod';

/** One line of `generator.jsonl`: the generator's own health over about one second. */
const healthLineSchema = z.strictObject({
  kind: z.literal('second'),
  /** End of the second, microseconds since the samples' origin. */
  atUs: z.number(),
  /** Length of the second as it was. */
  spanMs: z.number().positive(),
  /** CPU of the process in this second, user and system. */
  cpuMs: z.number().nonnegative(),
  /** Event-loop delay beyond the timer's resolution. */
  loopDelayP99Ms: z.number().nonnegative(),
  loopUtilisation: z.number().min(0).max(1),
  inFlight: z.number().int().nonnegative(),
  activeUsers: z.number().int().nonnegative(),
  residentBytes: z.number().nonnegative(),
  /** Wall clock minus monotonic clock: a jump of either shows as a step. */
  clockOffsetMs: z.number(),
  /** Requests ended since the beginning. */
  requests: z.number().int().nonnegative(),
});
export type HealthLine = z.infer<typeof healthLineSchema>;

/** Written once, at the end of the window: what cannot be put together from the seconds' percentiles. */
const windowLineSchema = z.strictObject({
  kind: z.literal('window'),
  spanMs: z.number().positive(),
  cpuMs: z.number().nonnegative(),
  loopDelayP99Ms: z.number().nonnegative(),
  loopUtilisation: z.number().min(0).max(1),
});
export type WindowLine = z.infer<typeof windowLineSchema>;

export const lineSchema = z.discriminatedUnion('kind', [healthLineSchema, windowLineSchema]);

export const healthFile = (outDir: string) => join(outDir, 'generator.jsonl');
