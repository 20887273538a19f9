import { z } from 'zod';
import { units } from './units.ts';

/** `=` is a figure that is simply stated; `within` a range from `bound` to `upTo`, both included. */
export const comparators = ['<', '<=', '>', '>=', '=', 'within'] as const;
export type Comparator = (typeof comparators)[number];

/**
 * How a claim can be put to the test: `load` by a run of traffic, `audit` from the document alone, `probe` by a one-off check
 * on a running level, `stand-in` only against a simulated dependency, `not-testable` as it is written.
 */
export const waysOfTesting = ['load', 'audit', 'probe', 'stand-in', 'not-testable'] as const;
export type WayOfTesting = (typeof waysOfTesting)[number];

/** What a claim is about, for whoever looks for it. */
export const services = [
  'application',
  'database',
  'redis',
  'nginx',
  'whatsapp',
  'telephony',
  'mail',
  'exports',
  'push',
  'shops',
  'payments',
  'monitoring',
  'backup',
  'cdn',
  'security',
  'plan',
] as const;
export type Service = (typeof services)[number];

/** Words that stand together on one line of a section and on no other: a name, never a sentence of the document. */
const itemSchema = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/** A place in the document: the line of a section that holds every word of `item`, and the figure as it is written there. */
const citationSchema = z.strictObject({
  /** Heading, without its marks and numbers; what it has in brackets may be left out. */
  section: z.string().min(1),
  item: itemSchema,
  /** Where a section repeats itself: words of an earlier line, after which the first that fits is meant. */
  after: itemSchema.optional(),
  /** As it is written there, such as `₹2,000-3,000`; null for a statement without a figure. */
  figure: z.string().min(1).nullable(),
});
export type Citation = z.infer<typeof citationSchema>;

const plainClaim = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case, such as l1-users-150'),
  /** Null for what holds for no level in particular. */
  level: z.number().int().min(1).max(5).nullable().default(null),
  service: z.enum(services),
  ...citationSchema.shape,
  /** Other places that state the same figure. */
  also: z.array(citationSchema).default([]),
  /** What the statement says, in our words. */
  says: z.string().min(1),
  /** Why a reader should care, one sentence. */
  why: z.string().min(1),
  tested: z.enum(waysOfTesting),
  /** For a claim that cannot be tested as it is written: why, and what would make it testable. */
  untestable: z
    .strictObject({ reason: z.string().min(1), needs: z.string().min(1) })
    .nullable()
    .default(null),
  /** Names the judge that rules on it, or what the audit reads it as. */
  kind: z.string().min(1),
  metric: z.string().min(1),
  comparator: z.enum(comparators),
  bound: z.number(),
  /** Upper end of a range; null for everything else. */
  upTo: z.number().nullable().default(null),
  unit: z.enum(units),
  /** The kind's own; it validates them. */
  params: z.record(z.string(), z.union([z.number(), z.string()])).default({}),
});

/** One statement of the planning document with a figure, or a promise that can be checked, in our words. */
export const claimSchema = plainClaim.superRefine((claim, context) => {
  const fault = (field: keyof Claim, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });
  if (claim.comparator === 'within' && claim.upTo === null)
    fault('upTo', 'a range needs its upper end; its comparator is within');
  if (claim.comparator !== 'within' && claim.upTo !== null)
    fault('comparator', `a claim with an upper end is a range: within, not ${claim.comparator}`);
  if (claim.upTo !== null && claim.upTo <= claim.bound)
    fault('upTo', `out of order: the range runs from ${claim.bound} to ${claim.upTo}`);
  if (claim.tested === 'not-testable' && claim.untestable === null)
    fault('tested', 'a claim that is not testable says why, and what would make it so, in untestable');
  if (claim.tested !== 'not-testable' && claim.untestable !== null)
    fault('untestable', `only for a claim that is not testable; this one is tested by ${claim.tested}`);
});

export type Claim = z.infer<typeof plainClaim>;

/** Every place that states the claim's figure, the main one first. */
export function citationsOf(claim: Claim): Citation[] {
  const { section, item, after, figure } = claim;
  return [{ section, item, after, figure }, ...claim.also];
}

/** True where `value` satisfies `comparator bound` (and for a range `value <= upTo`). NaN satisfies nothing. */
export function holds(value: number, comparator: Comparator, bound: number, upTo = bound): boolean {
  switch (comparator) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    case '=':
      return value === bound;
    case 'within':
      return value >= bound && value <= upTo;
  }
}
