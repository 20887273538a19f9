import type { Claim } from '../../core/claim.ts';
import { type Audit, severities } from '../../core/finding.ts';
import { formatRange, formatValue } from '../../core/units.ts';
import type { Comparison } from '../document/compare.ts';
import { type Assumptions, assumptionIds, describeAssumption, usualAssumptions } from './assumptions.ts';
import type { Check } from './define-check.ts';
import { economicsOf } from './economics.ts';
import { planOf } from './plan.ts';
import { restated } from './restated.ts';

/**
 * Holds the document's figures against each other. Pure: the same claims and assumptions give the same findings. Where a
 * document that has changed is given (`comparison`), its own figures of today are used and its stale claims named.
 * Throws HarnessError('bad-catalogue') where a figure that a check needs is missing.
 */
export function audit(question: {
  claims: readonly Claim[];
  checks: readonly Check[];
  assumed?: Partial<Assumptions>;
  /** Null where the document is not at hand. */
  comparison: Comparison | null;
}): Audit {
  const { comparison } = question;
  const claims = comparison?.claims ?? question.claims;
  const assumed: Assumptions = { ...usualAssumptions, ...question.assumed };
  const plan = planOf(claims);
  const checks = [...question.checks].sort((a, b) => placeOf(a.id) - placeOf(b.id));
  const ran = checks.map((check) => ({ check, ...check.run(plan, assumed) }));
  const repeats = restated(comparison);
  const rank = (severity: (typeof severities)[number]) => severities.indexOf(severity);
  return {
    document: {
      state: comparison === null ? 'absent' : comparison.same ? 'same' : 'changed',
      stale: (comparison?.stale ?? []).map((stale) => ({
        claimId: stale.claimId,
        seen: stale.seen,
        now: nowText(claims, stale.claimId, stale.now),
      })),
    },
    claims: claims.length,
    assumptions: assumptionIds.map((id) => describeAssumption(id, assumed[id])),
    checks: [
      ...ran.map(({ check, compared, findings }) => ({
        id: check.id,
        title: check.title,
        compared,
        findings: findings.length,
      })),
    ],
    findings: [...ran.flatMap(({ findings }) => findings), ...repeats].sort(
      (a, b) => rank(a.severity) - rank(b.severity),
    ),
    economics: economicsOf(plan),
  };
}

/** Checks in the order in which a reader is best told of them: sums and prices, capacities, triggers, what breaks, promises. */
const readingOrder = [
  'level-sums',
  'per-tenant',
  'setup-sums',
  'same-machine',
  'phase-levels',
  'gaps',
  'scenario',
  'tree-text',
  'circular',
  'storage',
  'price-tags',
  'same-size-prices',
  'ha-prices',
  'dominated',
  'whatsapp',
  'eighty-percent',
  'always-fires',
  'daily-users',
  'dead-triggers',
  'bandwidth',
  'mail',
  'vm-sizes',
  'availability',
  'external',
];

/** A check that the order does not name comes last. */
function placeOf(id: string): number {
  const place = readingOrder.indexOf(id);
  return place < 0 ? readingOrder.length : place;
}

function nowText(
  claims: readonly Claim[],
  id: string,
  now: { bound: number; upTo: number | null } | null,
): string | null {
  const claim = claims.find((one) => one.id === id);
  if (claim === undefined || now === null) return null;
  return now.upTo === null
    ? formatValue(now.bound, claim.unit)
    : formatRange(now.bound, now.upTo, claim.unit);
}
