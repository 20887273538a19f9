import { coverageOf } from '../../claims/document/coverage.ts';
import { takeLock } from '../../claims/document/lock.ts';
import type { Claim } from '../../core/claim.ts';
import { HarnessError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import type { PlanningDocument } from '../../host/document.ts';
import type { Output } from '../../host/output.ts';
import { comparisonWith, loadIgnored, sha256, writeLock } from '../../run/catalogue.ts';

/**
 * Prints everything in which document and catalogue differ: citations that lead nowhere, figures that are not the claim's,
 * numbers that nothing accounts for, entries of the ignore list that name nothing, stale claims. Exit 1 where anything does.
 */
export function checkDocument(
  found: PlanningDocument | null,
  claims: readonly Claim[],
  output: Output,
): ExitCode {
  const document = atHand(found);
  const { mismatches } = takeLock(document.text, claims, sha256);
  const coverage = coverageOf(document.text, claims, loadIgnored());
  const stale = comparisonWith(document.text, claims)?.stale ?? [];
  const lines = [
    ...mismatches.map(({ claimId, reason }) => `${claimId}: ${reason}`),
    ...stale.map(({ claimId, seen }) => `${claimId}: stale: ${seen}`),
    ...coverage.uncovered.map(
      ({ line, section, text }) => `line ${line}, ${section}: '${text}' is neither a claim nor ignored`,
    ),
    ...coverage.idle.map((name) => `the ignore list names '${name}', which the document does not hold`),
  ];
  for (const line of lines) output.line(line);
  output.line(
    `${claims.length} claims, ${coverage.numbers} numbers in the document: ` +
      `${mismatches.length} wrong citations, ${stale.length} stale claims, ${coverage.uncovered.length} numbers unaccounted for`,
  );
  return lines.length === 0 ? ExitCode.holds : ExitCode.refuted;
}

/** Keeps the document of today as what the catalogue was written from. Throws HarnessError('bad-catalogue') where it is not. */
export function acceptDocument(
  found: PlanningDocument | null,
  claims: readonly Claim[],
  output: Output,
): ExitCode {
  const document = atHand(found);
  const { lock, mismatches } = takeLock(document.text, claims, sha256);
  const [first] = mismatches;
  if (lock === null)
    throw new HarnessError('bad-catalogue', `claim ${first?.claimId}: ${first?.reason}`, {
      hint: 'mend the catalogue so that every citation and figure is that of the document, then accept it',
      detail: mismatches.map(({ claimId, reason }) => `${claimId}: ${reason}`).join('\n'),
    });
  writeLock(lock);
  output.line(`${claims.length} claims agree with the document; it is kept as what they were written from`);
  return ExitCode.holds;
}

function atHand(document: PlanningDocument | null): PlanningDocument {
  if (document !== null) return document;
  throw new HarnessError('bad-document', 'no document is at hand to hold the catalogue against', {
    hint: 'name it with --document or CAPACITY_DOCUMENT',
  });
}
