import type { Audit } from '../../harness/core/finding.ts';
import type { Tone } from '../view/words.ts';
import type { FindingRow } from './findings.ts';
import { counted } from './words.ts';

/** What a reader learns in ten seconds. */
export interface Headline {
  text: string;
  tone: Tone;
  /** How much of it is arithmetic, and how much was looked at; a sentence each. */
  because: string[];
}

/** Counts in plain words. An audit that compared nothing never reads as one that found nothing. */
export function headlineOf(audit: Audit, rows: readonly FindingRow[]): Headline {
  const compared = audit.checks.reduce((sum, check) => sum + check.compared, 0);
  if (compared === 0 && rows.length === 0)
    return { text: 'Nothing of the document was compared', tone: 'open', because: [looked(audit, compared)] };
  const count = (severity: string): number => rows.filter((row) => row.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  return {
    text: textOf(errors, warnings),
    tone: errors > 0 ? 'bad' : warnings > 0 ? 'open' : 'good',
    because: [...certaintyOf(rows), looked(audit, compared)],
  };
}

function textOf(errors: number, warnings: number): string {
  if (errors === 0 && warnings === 0)
    return 'No contradiction, no wrong sum and no misleading figure was found in the document';
  const more = errors > 0 ? 'more ' : '';
  const misleading =
    warnings === 1 ? `1 ${more}figure misleads` : `${counted(warnings, `${more}figure`)} mislead`;
  if (errors === 0) return `The document does not contradict itself, but ${misleading}`;
  const places = `The document contradicts itself or does not add up in ${counted(errors, 'place')}`;
  return warnings === 0 ? places : `${places}; ${misleading}`;
}

function certaintyOf(rows: readonly FindingRow[]): string[] {
  const facts = rows.filter(({ fact }) => fact).length;
  const assumed = rows.length - facts;
  if (rows.length === 0) return [];
  const all = counted(rows.length, 'finding');
  if (assumed === 0)
    return [
      `${rows.length === 1 ? 'The 1 finding is' : `All ${all} are`} arithmetic on the document’s own figures.`,
    ];
  return [
    `Of ${all}, ${facts} ${facts === 1 ? 'is' : 'are'} arithmetic on the document’s own figures; ${assumed} also ${assumed === 1 ? 'rests' : 'rest'} on assumptions, which are named with each.`,
  ];
}

function looked(audit: Audit, compared: number): string {
  const right = audit.checks.filter((check) => check.compared > 0 && check.findings === 0).length;
  const clean = right === 0 ? 'no check' : counted(right, 'check');
  return `${counted(compared, 'comparison')} in ${counted(audit.checks.length, 'check')}; ${clean} found nothing wrong.`;
}
