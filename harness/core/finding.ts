import { z } from 'zod';

/**
 * `error`: two statements cannot both be true, or a sum is wrong. `warning`: a figure misleads, or will not do what it is
 * there for. `note`: worth knowing before money is spent.
 */
export const severities = ['error', 'warning', 'note'] as const;
export type Severity = (typeof severities)[number];

/** A place of the document that a finding rests on. */
const findingCitationSchema = z.strictObject({
  claimId: z.string(),
  section: z.string(),
  /** The figure with its unit, as the harness reads it: `₹22,000/month`. */
  figure: z.string(),
  /** What it says, in our words. */
  says: z.string(),
});
export type FindingCitation = z.infer<typeof findingCitationSchema>;

/** Something that the harness takes as given where the document says nothing; every one can be set. */
const assumptionValueSchema = z.strictObject({
  id: z.string(),
  label: z.string(),
  value: z.number(),
  /** With its unit: `20 s`. */
  text: z.string(),
  source: z.string(),
  /** False where the user set it. */
  usual: z.boolean(),
});
export type AssumptionValue = z.infer<typeof assumptionValueSchema>;

/** A problem of the document itself, found without any load. */
export const findingSchema = z.strictObject({
  /** Stable: the check and what it is about, such as `level-sums-l4`. */
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  check: z.string(),
  severity: z.enum(severities),
  /** `fact`: arithmetic on the document's own figures. `assumption`: it also rests on what is listed in `assumes`. */
  certainty: z.enum(['fact', 'assumption']),
  /** One line: what is wrong. */
  title: z.string().min(1),
  /** A line each, to be followed by hand. */
  arithmetic: z.array(z.string().min(1)).min(1),
  /** What it means for the reader, one or two sentences. */
  means: z.string().min(1),
  cites: z.array(findingCitationSchema).min(1),
  /** Ids of the assumptions that it uses. */
  assumes: z.array(z.string()),
});
export type Finding = z.infer<typeof findingSchema>;

/** What a level costs for what it claims to carry. */
const economicsRowSchema = z.strictObject({
  level: z.number().int(),
  inrPerMonth: z.number(),
  /** At the lower and the upper end of its users: the fewer users, the dearer each. */
  inrPerUser: z.strictObject({ fewest: z.number(), most: z.number() }),
  inrPerThousandCustomers: z.number(),
  /** Of its WhatsApp VMs' price, per 1,000 messages at their most on each of 30 days; null without such a VM. */
  inrPerThousandMessages: z.number().nullable(),
  /** For each user that the level carries more than the one before, at the upper ends; null for the first. */
  inrPerUserAdded: z.number().nullable(),
});
export type EconomicsRow = z.infer<typeof economicsRowSchema>;

/** The document as it was found beside the catalogue. */
const auditedDocumentSchema = z.strictObject({
  /** `same`: what the catalogue was written from. `changed`: figures were read again where only numbers of a line changed. `absent`: not at hand. */
  state: z.enum(['same', 'changed', 'absent']),
  /** Claims of which a cited line has changed, with what was seen. */
  stale: z.array(z.strictObject({ claimId: z.string(), seen: z.string(), now: z.string().nullable() })),
});

/** Everything an audit found, for every output. */
export const auditSchema = z.strictObject({
  document: auditedDocumentSchema,
  claims: z.number().int(),
  assumptions: z.array(assumptionValueSchema),
  /** Each check with the number of comparisons that it made: what was looked at and found right counts too. */
  checks: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      compared: z.number().int().nonnegative(),
      findings: z.number().int(),
    }),
  ),
  /** Errors first, then by check. */
  findings: z.array(findingSchema),
  economics: z.array(economicsRowSchema),
});
export type Audit = z.infer<typeof auditSchema>;
