import { ordinalsOf, placeOf } from '../claims/document/locate.ts';
import type { DocumentLock } from '../claims/document/lock.ts';
import { numbersIn } from '../claims/document/numbers.ts';
import { outlineOf } from '../claims/document/outline.ts';
import { type Citation, type Claim, citationsOf } from '../core/claim.ts';

// A document with the figures of the real one and none of its sentences, for tests: made from the catalogue's citations.

interface MadeLine {
  section: string;
  words: Set<string>;
  figures: Set<string>;
  after: string | null;
}

/** Markdown in which every citation of the catalogue leads to a line of its own kind; lines cited together stay one line. */
export function documentFrom(claims: readonly Claim[], lock: DocumentLock): string {
  const lines = new Map<string, MadeLine>();
  for (const claim of claims)
    for (const [index, citation] of citationsOf(claim).entries()) {
      const key = `${citation.section}\n${lock.claims[claim.id]?.[index]?.line}`;
      const line = lines.get(key) ?? {
        ...{ section: citation.section, words: new Set<string>(), figures: new Set<string>() },
        after: citation.after === undefined ? null : [citation.after].flat().join(' | '),
      };
      for (const word of [citation.item].flat()) line.words.add(word);
      if (citation.figure !== null) line.figures.add(citation.figure);
      lines.set(key, line);
    }
  const sections = [...new Set([...lines.values()].map(({ section }) => section))];
  return sections
    .map((section) => {
      const own = [...lines.values()].filter((line) => line.section === section);
      return `${headingOf(section, own)}\n\n${linesOf(own.filter((line) => !isHeading(line)))}\n`;
    })
    .join('\n');
}

/** A line whose words all stand in the section's name is its heading. */
function isHeading({ section, words }: MadeLine): boolean {
  return [...words].every((word) => section.includes(word));
}

function headingOf(section: string, lines: readonly MadeLine[]): string {
  const figures = lines.filter(isHeading).flatMap((line) => [...longest(line.figures)]);
  const missing = figures.filter((figure) => !section.includes(figure));
  return `## ${section}${missing.length === 0 ? '' : ` (${missing.join(', ')})`}`;
}

/** Lines that come after another one stand under it, at the end of their section. */
function linesOf(lines: readonly MadeLine[]): string {
  const free = lines.filter(({ after }) => after === null).map(textOf);
  const parents = [...new Set(lines.flatMap(({ after }) => after ?? []))];
  const under = parents.flatMap((parent) => [
    parent,
    ...lines.filter(({ after }) => after === parent).map(textOf),
  ]);
  return [...free, ...under].join('\n\n');
}

function textOf({ words, figures }: MadeLine): string {
  return [...longest(words), ...longest(figures)].join(' | ');
}

/** Without those that another one holds: each stands once on its line. */
function longest(texts: ReadonlySet<string>): string[] {
  return [...texts].filter((text) => ![...texts].some((other) => other !== text && other.includes(text)));
}

/** The document with other numbers in the place of a claim's figure, wherever it is stated, or at one citation alone. */
export function rewritten(text: string, claim: Claim, numbers: readonly string[], only?: number): string {
  return citationsOf(claim).reduce(
    (changed, citation, index) =>
      only === undefined || only === index ? rewriteAt(changed, claim, citation, numbers) : changed,
    text,
  );
}

function rewriteAt(text: string, claim: Claim, citation: Citation, numbers: readonly string[]): string {
  const place = placeOf(outlineOf(text), citation);
  if (typeof place === 'string') throw new Error(`${claim.id}: ${place}`);
  const ordinals = ordinalsOf(claim, place);
  if (typeof ordinals === 'string') throw new Error(`${claim.id}: ${ordinals}`);
  const tokens = numbersIn(place.line.text);
  const changed = ordinals
    .map((ordinal, index) => ({ token: tokens[ordinal], number: numbers[index] }))
    .sort((a, b) => (b.token?.start ?? 0) - (a.token?.start ?? 0))
    .reduce(
      (line, { token, number }) =>
        token === undefined || number === undefined
          ? line
          : line.slice(0, token.start) + number + line.slice(token.end),
      place.line.text,
    );
  const lines = text.split('\n');
  lines[place.line.number - 1] = changed;
  return lines.join('\n');
}
