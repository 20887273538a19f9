import type { Claim } from '../../core/claim.ts';
import type { Finding } from '../../core/finding.ts';
import { usualAssumptions } from './assumptions.ts';
import type { Check } from './define-check.ts';
import { planOf } from './plan.ts';

/** What a check finds in these claims, by id, for tests. Throws where two findings have one id. */
export function findingsOf(check: Check, claims: readonly Claim[]): Record<string, Finding> {
  const { findings } = check.run(planOf(claims), usualAssumptions);
  const byId = Object.fromEntries(findings.map((one) => [one.id, one]));
  if (Object.keys(byId).length < findings.length) throw new Error(`${check.id} has two findings of one id`);
  return byId;
}

/** Severity of each finding by id. */
export function severitiesOf(check: Check, claims: readonly Claim[]): Record<string, string> {
  return Object.fromEntries(
    Object.values(findingsOf(check, claims)).map(({ id, severity }) => [id, severity]),
  );
}

/** Claims with every price in rupees multiplied. */
export function scaledPrices(claims: readonly Claim[], factor: number): Claim[] {
  return claims.map((claim) =>
    claim.unit.startsWith('inr-')
      ? { ...claim, bound: claim.bound * factor, upTo: claim.upTo === null ? null : claim.upTo * factor }
      : claim,
  );
}
