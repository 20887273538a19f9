import { z } from 'zod';

/** Health of the load generator over the steady window. */
export const generatorSchema = z.strictObject({
  engine: z.string(),
  /** Actual send minus planned send, all requests sent in the window. */
  slipP50Ms: z.number(),
  slipP99Ms: z.number(),
  slipMaxMs: z.number(),
  /** Event-loop delay beyond the timer's resolution. */
  loopDelayP99Ms: z.number().nonnegative(),
  loopUtilisation: z.number().min(0).max(1),
  /** CPU-seconds of the generator process per second of the window, on one core. */
  cpuRatio: z.number().nonnegative(),
  cpuMsPerRequest: z.number().nonnegative(),
  droppedSends: z.number().int().nonnegative(),
  maxResidentBytes: z.number().nonnegative(),
  /** Largest difference between the wall clock and the monotonic clock in the window. */
  clockJumpMs: z.number().nonnegative(),
  seconds: z.array(
    z.strictObject({
      t: z.number().int().nonnegative(),
      cpuRatio: z.number().nonnegative(),
      loopDelayP99Ms: z.number().nonnegative(),
      inFlight: z.number().int().nonnegative(),
    }),
  ),
});
export type GeneratorData = z.infer<typeof generatorSchema>;

/** The engine against a null server on this host, before the run. */
export const calibrationSchema = z.strictObject({
  engine: z.string(),
  plannedRps: z.number().positive(),
  /** Rate that was asked of the engine: at least twice the planned one. */
  askedRps: z.number().positive(),
  reachedRps: z.number().nonnegative(),
  slipP99Ms: z.number(),
  p95Ms: z.number().nonnegative(),
  errors: z.number().int().nonnegative(),
});
export type CalibrationData = z.infer<typeof calibrationSchema>;
