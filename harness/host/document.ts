import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TextDecoder } from 'node:util';
import { HarnessError, messageOf } from '../core/errors.ts';
import { MIB } from '../core/units.ts';
import { projectRoot, userPath } from './environment.ts';

/** The planning document as it was read. */
export interface PlanningDocument {
  path: string;
  text: string;
}

/** Where it is looked for when nobody says where: beside the project, never within it, because its text is not ours. */
const USUAL_PLACE = join(projectRoot, '..', 'shared', 'reference', 'capacity-document.md');

const LARGEST_BYTES = 5 * MIB;

/**
 * The planning document: the file that `named` gives (an option or CAPACITY_DOCUMENT), else the usual place beside the
 * project; null where nobody named one and none lies there. Throws HarnessError('bad-document') where a named file is not
 * there, or where the file cannot be read, is empty, larger than 5 MB, not UTF-8 or without any heading.
 */
export function readPlanningDocument(named: string | null): PlanningDocument | null {
  const path = named === null ? USUAL_PLACE : userPath(named);
  if (!existsSync(path)) {
    if (named === null) return null;
    throw refusal(`the document ${named} is not there`);
  }
  const told = named ?? path;
  let bytes: Buffer;
  try {
    const size = statSync(path);
    if (!size.isFile()) throw refusal(`the document ${told} is not a file`);
    if (size.size > LARGEST_BYTES)
      throw refusal(`the document ${told} is larger than ${LARGEST_BYTES / MIB} MB`);
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    throw refusal(`the document ${told} cannot be read: ${messageOf(error)}`);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refusal(`the document ${told} is not UTF-8`);
  }
  if (text.trim() === '') throw refusal(`the document ${told} is empty`);
  if (!/^#{1,6}\s/m.test(text))
    throw refusal(`the document ${told} has no heading: it is not the planning document`);
  return { path, text };
}

function refusal(message: string): HarnessError {
  return new HarnessError('bad-document', message, {
    hint: 'give the planning document, a Markdown file in UTF-8, with --document or CAPACITY_DOCUMENT',
  });
}
