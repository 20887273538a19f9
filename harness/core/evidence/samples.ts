import { z } from 'zod';

/**
 * A sparse histogram: [value in microseconds, count], ascending. Histograms are merged by adding counts;
 * percentiles are never averaged.
 */
const histogramSchema = z.array(z.tuple([z.number().nonnegative(), z.number().int().positive()]));
export type Histogram = z.infer<typeof histogramSchema>;

/** Outcome of one request. Everything but `ok` is an error. */
export const requestOutcomes = [
  'ok',
  'wrong-status',
  'wrong-body',
  'wrong-tenant',
  'timeout',
  'refused',
  'reset',
  'other',
] as const;
export type RequestOutcome = (typeof requestOutcomes)[number];

const quantiles = {
  p50Ms: z.number().nonnegative(),
  p90Ms: z.number().nonnegative(),
  p95Ms: z.number().nonnegative(),
  p99Ms: z.number().nonnegative(),
  maxMs: z.number().nonnegative(),
};

const endpointSchema = z.strictObject({
  endpoint: z.string(),
  requests: z.number().int().nonnegative(),
  errors: z.number().int().nonnegative(),
  ...quantiles,
  /** Mean of the database time that the server reported; null where it reported none. */
  databaseMeanMs: z.number().nonnegative().nullable(),
});

/** One of ten equal slices of the window, for within-run error by sectioning (method: batch quantiles). */
const batchSchema = z.strictObject({
  requests: z.number().int().nonnegative(),
  errors: z.number().int().nonnegative(),
  /** Worst-case latency (errors at the timeout). Null where the batch is empty. */
  p95Ms: z.number().nonnegative().nullable(),
});

const secondSchema = z.strictObject({
  /** Seconds since the load began. */
  t: z.number().int().nonnegative(),
  requests: z.number().int().nonnegative(),
  errors: z.number().int().nonnegative(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
});

/**
 * What the raw samples say of the steady window. Only requests *sent* in the window count, however late they end;
 * `wrongTenant` alone counts over the whole load.
 */
export const samplesSchema = z.strictObject({
  engine: z.string(),
  /** Epoch milliseconds. */
  loadFromMs: z.number(),
  windowFromMs: z.number(),
  windowToMs: z.number(),
  users: z.number().int().positive(),
  timeoutMs: z.number().positive(),
  requests: z.number().int().nonnegative(),
  errors: z.number().int().nonnegative(),
  byOutcome: z.partialRecord(z.enum(requestOutcomes), z.number().int().nonnegative()),
  /**
   * Answers that showed another tenant's rows, over the whole load: preparation, warm-up, window and drain. At least
   * `byOutcome['wrong-tenant']`, which is the window's.
   */
  wrongTenant: z.number().int().nonnegative(),
  /** Latency of successes alone, send to last byte. */
  successLatency: z.strictObject(quantiles).nullable(),
  /** Latency with every failed request at the timeout: the one that is judged. */
  worstCaseLatency: z.strictObject(quantiles).nullable(),
  worstCaseHistogram: histogramSchema,
  batches: z.array(batchSchema).length(10),
  seconds: z.array(secondSchema),
  endpoints: z.array(endpointSchema),
  personas: z.array(
    z.strictObject({ persona: z.string(), users: z.number().int(), requests: z.number().int() }),
  ),
  throughputRps: z.number().nonnegative(),
  meanLatencyMs: z.number().nonnegative(),
  /** Mean measured pause between a response and the next request of the same user. */
  meanThinkMs: z.number().nonnegative(),
  /** Requests that the window should hold by the workload's own arithmetic, and its standard deviation. */
  expectedRequests: z.number().nonnegative(),
  expectedRequestsSd: z.number().nonnegative(),
  /** Users that were alive at the end of the window. */
  activeUsersAtEnd: z.number().int().nonnegative(),
  /** Samples that the engine counted but the file does not hold; anything but 0 is a damaged run. */
  lostSamples: z.number().int().nonnegative(),
});
export type SamplesData = z.infer<typeof samplesSchema>;
