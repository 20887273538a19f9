import type { Claim } from '../core/claim.ts';
import type { Verdict } from '../core/verdict.ts';
import type { Comparison } from './document/compare.ts';

/** What is known today of the text that verdicts rest on. */
export interface Today {
  /** Fingerprint of every claim of the catalogue. */
  fingerprints: Readonly<Record<string, string>>;
  /** The document beside the catalogue; null where it is not at hand. */
  comparison: Comparison | null;
}

/**
 * The verdicts, each with the reason why it is stale or null where it is not: the claim is gone, it rests on other text or
 * another bound than when it was judged, or the document no longer says what the catalogue says. Nothing else changes.
 */
export function markStale(
  verdicts: readonly Verdict[],
  judged: Readonly<Record<string, string>>,
  today: Today,
): Verdict[] {
  return verdicts.map((verdict) => ({ ...verdict, stale: staleness(verdict.claimId, judged, today) }));
}

function staleness(id: string, judged: Readonly<Record<string, string>>, today: Today): string | null {
  const now = today.fingerprints[id];
  if (now === undefined) return 'the catalogue no longer holds this claim';
  if (judged[id] !== undefined && judged[id] !== now)
    return 'what the document says here, or how it is read, has changed since the verdict';
  const stale = today.comparison?.stale.find(({ claimId }) => claimId === id);
  return stale === undefined ? null : `the document has changed: ${stale.seen}`;
}

/** Claims that a run of traffic on a level answers for: not those that the document alone settles, nor the VMs' own sizes, which a guard holds. */
export function claimsOfRun(catalogue: readonly Claim[], level: number): Claim[] {
  return catalogue.filter(
    (claim) => claim.level === level && claim.tested !== 'audit' && !claim.kind.startsWith('vm-'),
  );
}
