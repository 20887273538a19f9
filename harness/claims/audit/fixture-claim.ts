import { type Claim, claimSchema } from '../../core/claim.ts';
import type { Unit } from '../../core/units.ts';

export type More = Partial<Omit<Claim, 'id' | 'kind' | 'bound' | 'unit'>>;

/** A claim with all that the audit does not look at filled in. A bound of two figures is a range. */
export function madeClaim(
  id: string,
  kind: string,
  bound: number | readonly [number, number],
  unit: Unit,
  more: More = {},
): Claim {
  const [low, high] = typeof bound === 'number' ? [bound, null] : bound;
  return claimSchema.parse({
    id,
    level: null,
    service: 'plan',
    section: 'Made up',
    item: 'made up',
    figure: String(bound),
    says: 'Made up.',
    why: 'For a test.',
    tested: 'audit',
    kind,
    metric: kind,
    comparator: high === null ? '=' : 'within',
    bound: low,
    upTo: high,
    unit,
    ...more,
  });
}

/** The claims with fields of one of them changed. Throws where there is no such claim. */
export function withClaim(claims: readonly Claim[], id: string, change: Partial<Claim>): Claim[] {
  if (!claims.some((claim) => claim.id === id)) throw new Error(`no claim is called ${id}`);
  return claims.map((claim) => (claim.id === id ? { ...claim, ...change } : claim));
}
