import type { Citation, Claim } from '../../core/claim.ts';
import { type NumberToken, numbersIn, valueIn } from './numbers.ts';
import { type Line, type Section, sectionsNamed } from './outline.ts';

/** Where a citation leads: its line, and which numbers of that line (from 0) lie within the cited figure. */
export interface Place {
  line: Line;
  numbers: number[];
}

/** The one line that a citation names, or why there is none. */
export function lineOf(sections: readonly Section[], citation: Citation): Line | string {
  const lines = linesUnder(sections, citation);
  if (typeof lines === 'string') return lines;
  const words = [citation.item].flat();
  const found = lines.filter(holdsAll(words));
  const [line] = found;
  const told = toldAs(words);
  if (line === undefined) return `no line of '${citation.section}' holds ${told}`;
  if (found.length > 1 && citation.after === undefined)
    return `${found.length} lines of '${citation.section}' hold ${told}: ${found.map((one) => one.number).join(', ')}`;
  return line;
}

/** The lines that a citation may mean: of its section, after its `after`. */
function linesUnder(sections: readonly Section[], { section, after }: Citation): Line[] | string {
  const named = sectionsNamed(sections, section);
  if (named.length === 0) return `the document has no section '${section}'`;
  const lines = named.flatMap((one) => one.lines);
  if (after === undefined) return lines;
  const words = [after].flat();
  const found = lines.filter(holdsAll(words));
  const [line] = found;
  if (line === undefined || found.length > 1)
    return `${found.length === 0 ? 'no line' : `${found.length} lines`} of '${section}' to look after: ${toldAs(words)}`;
  return lines.slice(lines.indexOf(line) + 1);
}

const holdsAll =
  (words: readonly string[]) =>
  ({ text }: Line) =>
    words.every((word) => text.includes(word));

const toldAs = (words: readonly string[]) => words.map((word) => `'${word}'`).join(' and ');

/** Where a citation and its figure stand, or why not: the section, the line or the figure is not there, or not just once. */
export function placeOf(sections: readonly Section[], citation: Citation): Place | string {
  const line = lineOf(sections, citation);
  if (typeof line === 'string') return line;
  if (citation.figure === null) return { line, numbers: [] };
  const starts = startsOf(line.text, citation.figure);
  if (starts.length !== 1)
    return `line ${line.number} holds '${citation.figure}' ${starts.length === 0 ? 'nowhere' : `${starts.length} times`}`;
  const [start] = starts as [number];
  const end = start + citation.figure.length;
  const numbers = numbersIn(line.text)
    .map((token, index) => ({ token, index }))
    .filter(({ token }) => token.start >= start && token.end <= end)
    .map(({ index }) => index);
  if (numbers.length === 0) return `'${citation.figure}' holds no number`;
  return { line, numbers };
}

/** Where `figure` stands in `text` on its own: not within a longer number or word. */
function startsOf(text: string, figure: string): number[] {
  const starts: number[] = [];
  for (let at = text.indexOf(figure); at >= 0; at = text.indexOf(figure, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text.slice(at + figure.length);
    const cutsBefore = /[\p{L}\d]/u.test(before) || /\d[.,]$/.test(text.slice(Math.max(0, at - 2), at));
    const cutsAfter = /^[\p{L}\d]/u.test(after) || /^[.,]\d/.test(after);
    if (!(cutsBefore && /^[\p{L}\d]/u.test(figure)) && !(cutsAfter && /[\p{L}\d]$/u.test(figure)))
      starts.push(at);
  }
  return starts;
}

/**
 * Which numbers of the line give the claim's bound and upper end (from 0); none where the figure is one of the claim's
 * params and its bound follows from the words (three tenants, no row shown); or what the line says instead.
 */
export function ordinalsOf(claim: Claim, place: Place): number[] | string {
  const tokens = numbersIn(place.line.text);
  const value = (index: number) => valueIn(place.line.text, tokens[index] as NumberToken, claim.unit);
  const wanted = claim.upTo === null ? [claim.bound] : [claim.bound, claim.upTo];
  const ordinals: number[] = [];
  for (const bound of wanted) {
    const found = place.numbers.find((index) => value(index) === bound && !ordinals.includes(index));
    if (found !== undefined) ordinals.push(found);
  }
  if (ordinals.length === wanted.length) return ordinals;
  const params = Object.values(claim.params);
  if (place.numbers.some((index) => params.includes(value(index)))) return [];
  return `line ${place.line.number} says ${place.numbers.map(value).join(', ')}, the claim ${wanted.join(' to ')}`;
}
