import { type Claim, citationsOf } from '../../core/claim.ts';
import type { Finding, Severity } from '../../core/finding.ts';
import { formatRange, formatValue } from '../../core/units.ts';
import type { AssumptionId, Assumptions } from './assumptions.ts';
import type { Plan } from './plan.ts';

/** What a check saw: how many comparisons it made, and what of them was wrong. */
export interface Checked {
  compared: number;
  findings: Finding[];
}

/** A pure look at the document: no load, no container, no document text. */
export interface Check {
  /** Name of the file. */
  id: string;
  /** What is compared with what, one line. */
  title: string;
  run(plan: Plan, assumed: Assumptions): Checked;
}

/** Identity that carries the type. */
export function defineCheck(check: Check): Check {
  return check;
}

/** Makes the finding of a check; what it cites and whether it is a fact follow from the claims and assumptions it uses. */
export function finding(
  check: string,
  found: {
    /** Completes the id: `l4` makes `<check>-l4`. */
    about: string;
    severity: Severity;
    title: string;
    arithmetic: string[];
    means: string;
    /** Every claim of which a figure stands in the arithmetic. */
    claims: readonly Claim[];
    assumes?: readonly AssumptionId[];
  },
): Finding {
  const assumes = [...(found.assumes ?? [])];
  const claims = found.claims.filter((claim, index, all) => all.indexOf(claim) === index);
  return {
    id: `${check}-${found.about}`,
    check,
    severity: found.severity,
    certainty: assumes.length === 0 ? 'fact' : 'assumption',
    title: found.title,
    arithmetic: found.arithmetic,
    means: found.means,
    cites: claims.map((claim) => ({
      claimId: claim.id,
      section: claim.section,
      figure: figureOf(claim),
      says: claim.says,
    })),
    assumes,
  };
}

/** Kinds that say how much is carried: the figure stands for itself, it is neither a floor nor a ceiling. */
const capacities = new Set(['users', 'customers', 'database-size', 'limit']);

/** A claim's figure for people: `₹22,000/month`, `500 users to 1,000 users`, `over 120 users`, `10,000 customers`. */
export function figureOf(claim: Claim): string {
  const show = (value: number) => formatValue(value, claim.unit);
  if (citationsOf(claim).every(({ figure }) => figure === null)) return 'no figure';
  if (capacities.has(claim.kind)) return show(claim.bound);
  if (claim.upTo !== null) return formatRange(claim.bound, claim.upTo, claim.unit);
  const sign = { '<': 'under ', '<=': 'up to ', '>': 'over ', '>=': 'at least ', '=': '', within: '' };
  return sign[claim.comparator] + show(claim.bound);
}
