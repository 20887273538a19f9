import type { Claim } from '../../core/claim.ts';
import { HarnessError } from '../../core/errors.ts';
import type { PlanningDocument } from '../../host/document.ts';
import type { Output } from '../../host/output.ts';
import { comparisonWith } from '../../run/catalogue.ts';
import { type ClaimFilter, claimCard, claimTable, countsByWay, filterClaims } from './claim-table.ts';

/** Claims of which a cited line has changed, with what was seen. */
export type Stale = { state: 'absent' } | { state: 'same' | 'changed'; seen: ReadonlyMap<string, string> };

/** What is to be listed, and how. */
export interface Listing {
  claims: readonly Claim[];
  stale: Stale;
  json: boolean;
  /** Columns of the terminal; null where lines may be of any length. */
  width: number | null;
  output: Output;
}

/** Holds the document of today, if it is at hand, against what the catalogue was written from. */
export function staleIn(document: PlanningDocument | null, claims: readonly Claim[]): Stale {
  const comparison = comparisonWith(document?.text ?? null, claims);
  if (comparison === null) return { state: 'absent' };
  const seen = new Map(comparison.stale.map((one) => [one.claimId, one.seen]));
  return { state: comparison.same ? 'same' : 'changed', seen };
}

/** Prints the claims that fit the filter, how many of each way of testing, and whether the document has changed. */
export function listClaims({ claims, stale, json, width, output }: Listing, filter: ClaimFilter): void {
  const found = filterClaims(claims, filter);
  if (json) {
    output.line(
      JSON.stringify(
        found.map((claim) => withStale(claim, stale)),
        null,
        2,
      ),
    );
    return;
  }
  if (found.length > 0) for (const line of claimTable(found, width)) output.line(line);
  output.line(`${found.length} of ${claims.length} claims: ${countsByWay(found) || 'none fits'}`);
  output.line(documentLine(stale));
}

/** Prints all that is known of one claim. Throws HarnessError('usage') where there is none of that id. */
export function showClaim({ claims, stale, json, output }: Listing, id: string): void {
  const claim = claims.find((one) => one.id === id);
  if (claim === undefined) throw unknownClaim(id, claims);
  if (json) output.line(JSON.stringify(withStale(claim, stale), null, 2));
  else for (const line of claimCard(claim, seenOf(id, stale))) output.line(line);
}

/** In JSON `stale` is what was seen, null where nothing was, and left out where the document is not at hand. */
function withStale(claim: Claim, stale: Stale) {
  return stale.state === 'absent' ? claim : { ...claim, stale: seenOf(claim.id, stale) };
}

function seenOf(id: string, stale: Stale): string | null {
  return stale.state === 'absent' ? null : (stale.seen.get(id) ?? null);
}

function documentLine(stale: Stale): string {
  if (stale.state === 'absent')
    return 'The document is not at hand (--document, CAPACITY_DOCUMENT): whether it has changed since is not known.';
  if (stale.state === 'same') return 'The document is the one that the catalogue was written from.';
  const count = stale.seen.size;
  if (count === 0) return 'The document has changed, but in no line that a claim cites.';
  return `The document has changed: ${count} ${count === 1 ? 'claim is' : 'claims are'} stale (capacity claims --check names them).`;
}

/** Names the claims that look most like it. */
function unknownClaim(id: string, claims: readonly Claim[]): HarnessError {
  const words = id.split('-').filter(Boolean);
  const near = claims
    .map((claim) => ({
      id: claim.id,
      shared: words.filter((word) => claim.id.split('-').includes(word)).length,
    }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared)
    .slice(0, 5);
  return new HarnessError('usage', `the catalogue has no claim '${id}'`, {
    hint:
      near.length > 0 ? `there are ${near.map((one) => one.id).join(', ')}` : '`capacity claims` lists them',
  });
}
