import { z } from 'zod';
import { units } from './units.ts';

export const comparators = ['<', '<=', '>', '>='] as const;
export type Comparator = (typeof comparators)[number];

/** How a claim can be put to the test. Only `load` claims are judged by a run of traffic. */
const testedBy = ['load', 'audit', 'probe', 'stand-in', 'not-testable'] as const;

/**
 * One testable statement of the planning document, in our words.
 * `kind` names the judge that rules on it; `params` are that judge's own (it validates them).
 */
export const claimSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case, such as l1-users-150'),
  level: z.number().int().min(1).max(5),
  /** Heading of the document under which the statement stands. */
  section: z.string().min(1),
  /** What the statement says, in our words. */
  says: z.string().min(1),
  /** Why a reader should care, one sentence. */
  why: z.string().min(1),
  tested: z.enum(testedBy),
  kind: z.string().min(1),
  metric: z.string().min(1),
  comparator: z.enum(comparators),
  bound: z.number(),
  unit: z.enum(units),
  params: z.record(z.string(), z.union([z.number(), z.string()])).default({}),
});

export type Claim = z.infer<typeof claimSchema>;

/** True where `value` satisfies `comparator bound`. NaN satisfies nothing. */
export function holds(value: number, comparator: Comparator, bound: number): boolean {
  switch (comparator) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
  }
}
