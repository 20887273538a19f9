import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Assumptions, usualAssumptions } from '../claims/audit/assumptions.ts';
import { audit } from '../claims/audit/audit.ts';
import { claimsOf, onlyClaim } from '../claims/audit/plan.ts';
import { parseCatalogue } from '../claims/catalogue.ts';
import { asChecks } from '../claims/definitions.ts';
import { type Comparison, compareDocument } from '../claims/document/compare.ts';
import { type Ignored, parseIgnored } from '../claims/document/coverage.ts';
import { type DocumentLock, fingerprintOf, parseLock } from '../claims/document/lock.ts';
import type { Claim } from '../core/claim.ts';
import { HarnessError } from '../core/errors.ts';
import type { Audit } from '../core/finding.ts';
import { projectRoot } from '../host/environment.ts';
import { discover, readFolder, readText, writeWhole } from '../host/files.ts';

const claimsFolder = join(projectRoot, 'harness', 'claims');
const lockFile = join(claimsFolder, 'document', 'lock.json');
const ignoredFile = join(claimsFolder, 'document', 'ignored.yaml');

/** SHA-256 in hexadecimal digits. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The whole catalogue, validated. Throws HarnessError 'bad-catalogue'. */
export function loadCatalogue(): Claim[] {
  return parseCatalogue(readFolder(join(claimsFolder, 'catalogue'), '.yaml'));
}

/** The text that the catalogue was written from, as digests. Throws HarnessError 'bad-catalogue'. */
export function loadLock(): DocumentLock {
  return parseLock('lock.json', readText(lockFile));
}

/** Keeps a lock that `takeLock` has made: a line for each claim, so that a change of one shows as one. */
export function writeLock(lock: DocumentLock): void {
  const lines = Object.entries(lock.claims)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, lines]) => `    ${JSON.stringify(id)}: ${JSON.stringify(lines)}`);
  writeWhole(
    lockFile,
    `{\n  "document": ${JSON.stringify(lock.document)},\n  "claims": {\n${lines.join(',\n')}\n  }\n}\n`,
  );
}

/** The numbers of the document that are no statements. Throws HarnessError 'bad-catalogue'. */
export function loadIgnored(): Ignored[] {
  return parseIgnored('ignored.yaml', readText(ignoredFile));
}

/** Share of claims of which the line may be gone: beyond it the catalogue is not about this document. */
const MOST_LOST = 1 / 3;

/**
 * The document beside the catalogue; null where it is not at hand. Throws HarnessError('bad-document') for another document:
 * one that lacks the lines of a third of the claims. Its audit would be one of the catalogue, under the name of the document.
 */
export function comparisonWith(text: string | null, claims: readonly Claim[]): Comparison | null {
  if (text === null) return null;
  const comparison = compareDocument(text, claims, loadLock(), sha256);
  if (comparison.lost <= claims.length * MOST_LOST) return comparison;
  throw new HarnessError(
    'bad-document',
    `this is another document: it lacks the lines of ${comparison.lost} of the ${claims.length} claims in the catalogue`,
    {
      hint: 'name the planning document; for one that was written anew the catalogue has to be written anew too',
    },
  );
}

/** What each claim rests on, by its id. */
export function fingerprintsOf(claims: readonly Claim[]): Record<string, string> {
  const lock = loadLock();
  return Object.fromEntries(claims.map((claim) => [claim.id, fingerprintOf(claim, lock, sha256)]));
}

/** The load that a level claims to carry: the upper end of its users, and its customers. Throws HarnessError 'bad-catalogue'. */
export function claimedLoad(claims: readonly Claim[], level: number): { users: number; customers: number } {
  const users = claimsOf(claims, 'users', { level }).map(({ bound }) => bound);
  return { users: Math.max(...users), customers: onlyClaim(claims, 'customers', { level }).bound };
}

/** The checks of the audit, validated. */
export async function loadChecks() {
  return asChecks(await discover(join(claimsFolder, 'audit', 'checks')));
}

/** Holds the document's figures against each other, with the checks, catalogue and lock of the project. */
export async function auditDocument(
  text: string | null,
  options: {
    assumed?: Partial<Assumptions>;
    claims?: readonly Claim[];
    /** Ids of the checks to make; all where left out. */
    only?: readonly string[] | undefined;
  } = {},
): Promise<Audit> {
  const claims = options.claims ?? loadCatalogue();
  return audit({
    claims,
    checks: (await loadChecks()).filter(({ id }) => options.only?.includes(id) ?? true),
    assumed: { ...usualAssumptions, ...options.assumed },
    comparison: comparisonWith(text, claims),
  });
}
