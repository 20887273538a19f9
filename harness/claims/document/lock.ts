import { z } from 'zod';
import { type Claim, citationsOf } from '../../core/claim.ts';
import { HarnessError } from '../../core/errors.ts';
import { ordinalsOf, type Place, placeOf } from './locate.ts';
import { numbersIn } from './numbers.ts';
import { outlineOf } from './outline.ts';

/** Digest of a text; given by the caller, because core and claims do no I/O and hold no cryptography. */
export type Digest = (text: string) => string;

/**
 * What the catalogue was written from, without its text: the digest of the document, and of each line that a claim cites.
 * `numbers` says which numbers of the line (from 0) are the claim's bound and upper end, `shape` is the digest of the line
 * without its numbers: where only numbers have changed, they can be read again from their places.
 */
const documentLockSchema = z.strictObject({
  document: z.string().min(1),
  claims: z.record(
    z.string(),
    z.array(
      z.strictObject({
        line: z.string().min(1),
        shape: z.string().min(1),
        numbers: z.array(z.number().int().nonnegative()),
      }),
    ),
  ),
});
export type DocumentLock = z.infer<typeof documentLockSchema>;

/** What is wrong between catalogue and document: a citation that leads nowhere, a figure that is not the claim's. */
export interface Mismatch {
  claimId: string;
  reason: string;
}

/**
 * The lock of a catalogue that agrees with the document in every citation and figure, or each disagreement. A claim whose
 * bound is not the figure that it cites is one: a slip in a data file must not become a finding about the document.
 */
export function takeLock(
  text: string,
  claims: readonly Claim[],
  digest: Digest,
): { lock: DocumentLock; mismatches: [] } | { lock: null; mismatches: Mismatch[] } {
  const sections = outlineOf(text);
  const mismatches: Mismatch[] = [];
  const entries = claims.map((claim) => {
    const cited = citationsOf(claim).map((citation) => {
      const place = placeOf(sections, citation);
      const numbers = typeof place === 'string' ? place : numbersOf(claim, citation.figure, place);
      if (typeof place === 'string' || typeof numbers === 'string') {
        mismatches.push({ claimId: claim.id, reason: String(typeof place === 'string' ? place : numbers) });
        return { line: '-', shape: '-', numbers: [] };
      }
      const { text } = place.line;
      return { line: lineDigest(text, digest), shape: shapeDigest(text, digest), numbers };
    });
    return [claim.id, cited] as const;
  });
  if (mismatches.length > 0) return { lock: null, mismatches };
  return { lock: { document: digest(text), claims: Object.fromEntries(entries) }, mismatches: [] };
}

function numbersOf(claim: Claim, figure: string | null, place: Place): number[] | string {
  return figure === null ? [] : ordinalsOf(claim, place);
}

/** Spaces at the ends and their number between words say nothing: a line that was only set anew has not changed. */
export function lineDigest(text: string, digest: Digest): string {
  return digest(text.trim().replace(/\s+/g, ' ')).slice(0, 16);
}

/** Digest of a line with every number taken out: the same where only numbers have changed. */
export function shapeDigest(text: string, digest: Digest): string {
  const tokens = numbersIn(text);
  const words = tokens.map(({ start }, index) => text.slice(tokens[index - 1]?.end ?? 0, start));
  return lineDigest([...words, text.slice(tokens.at(-1)?.end ?? 0)].join('#'), digest);
}

/** The lock as it was kept. Throws HarnessError('bad-catalogue') where it is none. */
export function parseLock(name: string, text: string): DocumentLock {
  const refuse = (reason: string) =>
    new HarnessError('bad-catalogue', `${name}: ${reason}`, {
      hint: 'make it again with `capacity claims --accept`',
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse('not JSON');
  }
  const parsed = documentLockSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refuse([issue?.path.join('.'), issue?.message].filter(Boolean).join(': '));
}

/** What a claim rests on, in one word: changes where a line that it cites, its bound or its unit changes. */
export function fingerprintOf(claim: Claim, lock: DocumentLock, digest: Digest): string {
  const lines = (lock.claims[claim.id] ?? []).map(({ line }) => line);
  return digest(JSON.stringify([lines, claim.comparator, claim.bound, claim.upTo, claim.unit])).slice(0, 16);
}
