import { z } from 'zod';
import { comparators } from './claim.ts';
import { evidenceIds } from './evidence/envelope.ts';
import { units } from './units.ts';

const outcomes = [
  'verified',
  'refuted',
  'projected-pass',
  'projected-fail',
  'inconclusive',
  'not-tested',
  'untestable-as-written',
] as const;
export type Outcome = (typeof outcomes)[number];

const bases = ['measured', 'a-fortiori', 'projected', 'audit', 'simulated-dependency'] as const;
export type Basis = (typeof bases)[number];

/** What was seen, with its two-sided interval. `confidence` is that of each one-sided bound (0.98 = 2 % a side). */
const observedSchema = z.strictObject({
  value: z.number(),
  lower: z.number(),
  upper: z.number(),
  unit: z.enum(units),
  confidence: z.number().min(0.5).max(1),
  /** How many of `sampleUnit` stand behind the value. */
  samples: z.number().int().nonnegative(),
  sampleUnit: z.string(),
});
export type Observed = z.infer<typeof observedSchema>;

const boundSchema = z.strictObject({
  comparator: z.enum(comparators),
  value: z.number(),
  unit: z.enum(units),
});

/** One part of a joint claim, such as 'p95' within '150 users'. */
const criterionSchema = z.strictObject({
  label: z.string(),
  observed: observedSchema.nullable(),
  bound: boundSchema,
  outcome: z.enum(['holds', 'fails', 'undecided']),
  reason: z.string(),
});
export type Criterion = z.infer<typeof criterionSchema>;

export const verdictSchema = z.strictObject({
  claimId: z.string(),
  outcome: z.enum(outcomes),
  /** Null where nothing was judged. */
  basis: z.enum(bases).nullable(),
  /** One run cannot see run-to-run spread: true for the quick profile. */
  preliminary: z.boolean(),
  observed: observedSchema.nullable(),
  bound: boundSchema,
  /** (bound - worst end of the interval) / bound, signed so that positive is room to spare. Null where nothing was observed. */
  marginRatio: z.number().nullable(),
  /** One sentence: why this outcome. */
  reason: z.string().min(1),
  /** What would settle an open outcome; null where it is settled. */
  settledBy: z.string().nullable(),
  criteria: z.array(criterionSchema),
  evidence: z.array(z.enum(evidenceIds)),
  notes: z.array(z.string()),
  /**
   * Why the verdict may no longer be about what the document says: its text has changed since. Null where it has not. A
   * stale verdict is no pass.
   */
  stale: z.string().min(1).nullable().default(null),
});
export type Verdict = z.infer<typeof verdictSchema>;
