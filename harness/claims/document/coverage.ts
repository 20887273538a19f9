import { type Document, parseDocument } from 'yaml';
import { z } from 'zod';
import { type Claim, citationsOf } from '../../core/claim.ts';
import { HarnessError } from '../../core/errors.ts';
import { placeOf } from './locate.ts';
import { numbersIn } from './numbers.ts';
import { outlineOf, type Section } from './outline.ts';

/** A number of the document that is no statement, and why. By place, or by a pattern wherever it stands. */
const ignoredSchema = z.union([
  z.strictObject({ pattern: z.string().min(1), reason: z.string().min(1) }),
  z.strictObject({
    section: z.string().min(1),
    item: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
    figure: z.string().min(1),
    reason: z.string().min(1),
  }),
]);
export type Ignored = z.infer<typeof ignoredSchema>;

/** The ignore list. Throws HarnessError('bad-catalogue') where it is none, or a pattern is no regular expression. */
export function parseIgnored(name: string, text: string): Ignored[] {
  const document: Document = parseDocument(text);
  const parsed = z.array(ignoredSchema).safeParse(document.errors.length > 0 ? null : document.toJS());
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new HarnessError(
      'bad-catalogue',
      `${name}: entry ${issue?.path.join('.') ?? ''}: ${issue?.message}`,
      {
        hint: 'an entry has a pattern or section, item and figure, and always a reason',
      },
    );
  }
  return parsed.data;
}

/** A number of the document that nothing accounts for. */
export interface Uncovered {
  line: number;
  section: string;
  /** The number with what stands around it. */
  text: string;
}

/** What is left when every number that a claim cites or the ignore list names is taken away; and entries that name none. */
export function coverageOf(
  text: string,
  claims: readonly Claim[],
  ignored: readonly Ignored[],
): { numbers: number; uncovered: Uncovered[]; idle: string[] } {
  const sections = outlineOf(text);
  const covered = new Set<string>();
  const cover = (line: number, number: number) => covered.add(`${line}:${number}`);
  for (const claim of claims)
    for (const citation of citationsOf(claim)) {
      const place = placeOf(sections, citation);
      if (typeof place !== 'string') for (const number of place.numbers) cover(place.line.number, number);
    }
  const idle = ignored.filter((entry) => !ignore(sections, entry, cover)).map(nameOf);
  let numbers = 0;
  const uncovered = sections.flatMap(({ heading, lines }) =>
    lines.flatMap((line) =>
      numbersIn(line.text).flatMap((token, index) => {
        numbers += 1;
        if (covered.has(`${line.number}:${index}`)) return [];
        const around = line.text.slice(Math.max(0, token.start - 12), token.end + 12).trim();
        return [{ line: line.number, section: heading, text: around }];
      }),
    ),
  );
  return { numbers, uncovered, idle };
}

type Cover = (line: number, number: number) => void;

/** Covers what an entry names; false where it names nothing. */
function ignore(sections: readonly Section[], entry: Ignored, cover: Cover): boolean {
  if ('pattern' in entry) return ignorePattern(sections, new RegExp(entry.pattern, 'gu'), cover);
  const place = placeOf(sections, entry);
  if (typeof place === 'string') return false;
  for (const number of place.numbers) cover(place.line.number, number);
  return true;
}

function ignorePattern(sections: readonly Section[], pattern: RegExp, cover: Cover): boolean {
  const found = sections
    .flatMap(({ lines }) => lines)
    .flatMap(({ number, text }) => {
      const spans = [...text.matchAll(pattern)].map(
        (match) => [match.index, match.index + match[0].length] as const,
      );
      return [...numbersIn(text).entries()]
        .filter(([, token]) => spans.some(([start, end]) => token.start >= start && token.end <= end))
        .map(([index]) => ({ number, index }));
    });
  for (const { number, index } of found) cover(number, index);
  return found.length > 0;
}

function nameOf(entry: Ignored): string {
  return 'pattern' in entry ? entry.pattern : `${entry.section}: ${[entry.item].flat().join(' … ')}`;
}
