import { type Claim, citationsOf } from '../../core/claim.ts';
import { lineOf } from './locate.ts';
import { type Digest, type DocumentLock, lineDigest, shapeDigest } from './lock.ts';
import { numbersIn, valueIn } from './numbers.ts';
import { outlineOf, type Section } from './outline.ts';

/** The document of today beside the catalogue. */
export interface Comparison {
  /** Whether the document is, to the byte, the one that the catalogue was written from. */
  same: boolean;
  stale: StaleClaim[];
  /** Claims with the figures that the document has today, where they could be read; else as the catalogue has them. */
  claims: Claim[];
  /** How many claims cite a line that is no longer there. */
  lost: number;
  /** What each citation of a claim says today, where several do and they no longer agree. */
  disagreements: Disagreement[];
}

/** A claim of which a line that it cites has changed. */
interface StaleClaim {
  claimId: string;
  /** What the document has in its place, in words. */
  seen: string;
  /** The figure as read again; null where it could not be. */
  now: Figure | null;
}

interface Figure {
  bound: number;
  upTo: number | null;
}

interface Disagreement {
  claim: Claim;
  /** Section by section, in the order of the citations. */
  figures: { section: string; figure: Figure }[];
}

/**
 * Holds the catalogue against a document. A claim is stale where a line that it cites is no longer what it was. Its figure
 * is then read again from the same place of that line, where only numbers of the line have changed: among other words a
 * number may be about something else. Pure.
 */
export function compareDocument(
  text: string,
  claims: readonly Claim[],
  lock: DocumentLock,
  digest: Digest,
): Comparison {
  if (digest(text) === lock.document)
    return { same: true, stale: [], claims: [...claims], lost: 0, disagreements: [] };
  const sections = outlineOf(text);
  const readings = claims.map((claim) => readAgain(sections, claim, lock, digest));
  return {
    same: false,
    stale: readings.flatMap(({ stale }) => stale ?? []),
    claims: readings.map(({ claim }) => claim),
    lost: readings.filter(({ lost }) => lost).length,
    disagreements: readings.flatMap(({ disagreement }) => disagreement ?? []),
  };
}

interface Reading {
  claim: Claim;
  /** Whether its main line is gone. */
  lost: boolean;
  stale: StaleClaim | null;
  disagreement: Disagreement | null;
}

function readAgain(sections: readonly Section[], claim: Claim, lock: DocumentLock, digest: Digest): Reading {
  const known = lock.claims[claim.id] ?? [];
  const changes: string[] = [];
  const figures: { section: string; figure: Figure }[] = [];
  for (const [index, citation] of citationsOf(claim).entries()) {
    const line = lineOf(sections, citation);
    const before = known[index];
    if (typeof line === 'string') changes.push(line);
    else if (before === undefined) changes.push(`line ${line.number} was not cited when the lock was taken`);
    else {
      if (lineDigest(line.text, digest) !== before.line) changes.push(`line ${line.number} has changed`);
      const sameWords = shapeDigest(line.text, digest) === before.shape;
      const figure = sameWords ? figureAt(line.text, before.numbers, claim) : null;
      if (figure !== null) figures.push({ section: citation.section, figure });
    }
  }
  const lost = typeof lineOf(sections, claim) === 'string';
  if (changes.length === 0) return { claim, lost, stale: null, disagreement: null };
  const [first] = figures;
  const current = first === undefined ? claim : readAnew(claim, first.figure);
  const differ = figures.some(({ figure }) => !sameFigure(figure, first?.figure));
  return {
    claim: current,
    lost,
    stale: { claimId: claim.id, seen: changes.join('; '), now: first?.figure ?? null },
    disagreement: differ ? { claim: current, figures } : null,
  };
}

/** The claim with the figure of today; what it says in words may speak of the old one, so the metric takes its place. */
function readAnew(claim: Claim, figure: Figure): Claim {
  if (sameFigure(figure, { bound: claim.bound, upTo: claim.upTo })) return claim;
  return { ...claim, ...figure, says: `As the document has it today: ${claim.metric}.` };
}

/** The figure at the given numbers of a line; null where they are no longer there, in that unit and in order. */
function figureAt(text: string, ordinals: readonly number[], claim: Claim): Figure | null {
  const tokens = numbersIn(text);
  const [bound, upTo] = ordinals.map((ordinal) => {
    const token = tokens[ordinal];
    return token === undefined ? Number.NaN : valueIn(text, token, claim.unit);
  });
  if (bound === undefined || !Number.isFinite(bound)) return null;
  if (claim.upTo === null) return { bound, upTo: null };
  if (upTo === undefined || !Number.isFinite(upTo) || upTo <= bound) return null;
  return { bound, upTo };
}

function sameFigure(a: Figure, b: Figure | undefined): boolean {
  return a.bound === b?.bound && a.upTo === b.upTo;
}
