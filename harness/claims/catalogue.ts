import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Claim, claimSchema } from '../core/claim.ts';
import { HarnessError } from '../core/errors.ts';

/** A file of the catalogue as it was read. */
export interface CatalogueFile {
  name: string;
  text: string;
}

interface Problem {
  file: string;
  line: number;
  reason: string;
}

/**
 * The claims of all files, in order: each file is a YAML list of claims (schema: `claimSchema`) and of groups. A group is
 * a mapping with `claims`, a list of them; `group`, a title for people; and any fields that those claims share (`params`
 * are merged). Throws HarnessError('bad-catalogue') with file, line and reason of the first problem, and all problems as its
 * detail: invalid YAML, no claims, an unknown field, unit or comparator, a missing citation, bounds out of order, an id
 * that is there twice.
 */
export function parseCatalogue(files: readonly CatalogueFile[]): Claim[] {
  const problems: Problem[] = [];
  const claims: Claim[] = [];
  const seenAt = new Map<string, string>();
  for (const file of files) {
    const place = placesIn(file, problems);
    for (const { claim, line } of place) {
      const earlier = seenAt.get(claim.id);
      if (earlier !== undefined)
        problems.push({ file: file.name, line, reason: `claim '${claim.id}' is already in ${earlier}` });
      else seenAt.set(claim.id, `${file.name}:${line}`);
      claims.push(claim);
    }
  }
  const lines = problems.map(({ file, line, reason }) => `${file}:${line}: ${reason}`);
  if (lines[0] === undefined) return claims;
  throw new HarnessError('bad-catalogue', lines[0], {
    hint: 'correct the file in harness/claims/catalogue/',
    detail: lines.join('\n'),
  });
}

/** The valid claims of one file with their lines; what is wrong is added to `problems`. */
function placesIn({ name, text }: CatalogueFile, problems: Problem[]): { claim: Claim; line: number }[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  for (const error of [...document.errors, ...document.warnings])
    problems.push({
      file: name,
      line: counter.linePos(error.pos[0]).line,
      reason: `not valid YAML: ${error.message.split('\n')[0]}`,
    });
  if (document.errors.length > 0) return [];
  const list = contentOf(document);
  if (!Array.isArray(list) || list.length === 0) {
    problems.push({
      file: name,
      line: 1,
      reason: 'a catalogue file is a list of claims; this one holds none',
    });
    return [];
  }
  const lineOf = (path: PropertyKey[]) => lineAt(document, counter, path);
  return spreadGroups(list).flatMap(({ entry, path }) => {
    const parsed = claimSchema.safeParse(entry);
    if (parsed.success) return [{ claim: parsed.data, line: lineOf(path) }];
    for (const issue of parsed.error.issues)
      problems.push({
        file: name,
        line: lineOf([...path, ...faultyPath(issue)]),
        reason: `${labelOf(entry, path)}: ${reasonOf(issue)}`,
      });
    return [];
  });
}

type Entry = { entry: unknown; path: number[] | [number, 'claims', number] };

/** Every claim with the place where it stands; those of a group have taken what the group shares. */
function spreadGroups(list: readonly unknown[]): Entry[] {
  return list.flatMap((entry, index): Entry[] => {
    if (!isMapping(entry) || !Array.isArray(entry.claims)) return [{ entry, path: [index] }];
    const { claims, group: _title, ...shared } = entry;
    return (claims as unknown[]).map((own, at) => ({
      entry: isMapping(own) ? { ...shared, ...own, ...mergedParams(shared, own) } : own,
      path: [index, 'claims', at],
    }));
  });
}

function mergedParams(shared: Record<string, unknown>, own: Record<string, unknown>): { params?: unknown } {
  if (!isMapping(shared.params) || !isMapping(own.params)) return {};
  return { params: { ...shared.params, ...own.params } };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Null where the document cannot be spelt out, such as one whose aliases multiply without end. */
function contentOf(document: Document.Parsed): unknown {
  try {
    return document.toJS();
  } catch {
    return null;
  }
}

/** For a field that should not be there, the field itself rather than the claim that holds it. */
function faultyPath(issue: z.core.$ZodIssue): PropertyKey[] {
  return issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
}

function labelOf(entry: unknown, path: readonly PropertyKey[]): string {
  const id = isMapping(entry) ? entry.id : undefined;
  const place = path.filter((step) => typeof step === 'number').map((step) => step + 1);
  return typeof id === 'string' ? `claim '${id}'` : `claim number ${place.join('.')}`;
}

const missingCitation: Record<string, string> = {
  section: 'the heading of the document that it stands under',
  item: 'words that stand on its line and on no other of that section',
  figure: 'the figure as it is written there, or null for a statement without one',
};

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `unknown field ${issue.keys.map((key) => `'${key}'`).join(', ')}`;
  const field = issue.path.join('.');
  const missing = missingCitation[field];
  if (missing !== undefined) return `${field}: the citation is missing (${missing})`;
  return field === '' ? issue.message : `${field}: ${issue.message}`;
}

/** Line of the value at `path`, or of the nearest thing around it that is there. From 1. */
function lineAt(document: Document.Parsed, counter: LineCounter, path: PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
  }
  return 1;
}
