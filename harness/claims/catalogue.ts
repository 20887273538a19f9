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
 * The claims of all files, in order: each file is a YAML list of claims (schema: `claimSchema`). Throws
 * HarnessError('bad-catalogue') with file, line and reason of the first problem, and all problems as its detail:
 * invalid YAML, no claims, an unknown field, unit or comparator, a missing citation, an id that is there twice.
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
  return list.flatMap((entry, index) => {
    const parsed = claimSchema.safeParse(entry);
    if (parsed.success) return [{ claim: parsed.data, line: lineOf([index]) }];
    for (const issue of parsed.error.issues)
      problems.push({
        file: name,
        line: lineOf([index, ...faultyPath(issue)]),
        reason: `${labelOf(entry, index)}: ${reasonOf(issue)}`,
      });
    return [];
  });
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

function labelOf(entry: unknown, index: number): string {
  const id = entry !== null && typeof entry === 'object' ? (entry as { id?: unknown }).id : undefined;
  return typeof id === 'string' ? `claim '${id}'` : `claim number ${index + 1}`;
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `unknown field ${issue.keys.map((key) => `'${key}'`).join(', ')}`;
  const field = issue.path.join('.');
  if (field === 'section')
    return 'section: the citation is missing (the heading of the document that it stands under)';
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
