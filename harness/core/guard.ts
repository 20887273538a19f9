import { z } from 'zod';
import { evidenceIds } from './evidence/envelope.ts';

/**
 * A check on the run itself. `flatters`: when it fails the result may look better than it is, so the run is invalid.
 * `hurts`: when it fails the result can only look worse, so a pass stands and nothing may be refuted.
 */
export const guardResultSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  direction: z.enum(['flatters', 'hurts']),
  /** `unavailable` counts as failed: what was not looked at is not known to be well. */
  status: z.enum(['passed', 'failed', 'unavailable']),
  /** The repetition it speaks of, from 1. */
  repetition: z.number().int().positive(),
  seen: z.string(),
  bound: z.string(),
  likelyCause: z.string(),
  nextStep: z.string(),
  evidence: z.array(z.enum(evidenceIds)),
});
export type GuardResult = z.infer<typeof guardResultSchema>;
