import type { Command as Program } from 'commander';
import { type PlanningDocument, readPlanningDocument } from '../host/document.ts';
import type { Environment } from '../host/environment.ts';

/** Declares where the planning document lies. */
export function documentOption(program: Program): Program {
  return program.option(
    '--document <file>',
    'the planning document (Markdown); else CAPACITY_DOCUMENT, else beside the project; shows what has changed in it',
  );
}

/** The document that options and environment name; null where none is at hand. Throws HarnessError 'bad-document'. */
export function documentOf(
  options: Record<string, unknown>,
  environment: Environment,
): PlanningDocument | null {
  return readPlanningDocument((options.document as string | undefined) ?? environment.document);
}
