import type { Audit, Severity } from '../../harness/core/finding.ts';
import { groupDigits } from '../../harness/core/units.ts';
import type { Tone } from '../view/words.ts';

interface SeverityWord {
  /** One, and many. */
  label: string;
  labels: string;
  tone: Tone;
  /** A shape, so that the severity can be told without colour. */
  mark: string;
  means: string;
}

/** What each severity is called and what it says, gravest first. */
export const severityWords: Record<Severity, SeverityWord> = {
  error: {
    ...{ label: 'error', labels: 'errors', tone: 'bad', mark: '✕' },
    means: 'Two statements cannot both be true, or a sum is wrong.',
  },
  warning: {
    ...{ label: 'warning', labels: 'warnings', tone: 'open', mark: '!' },
    means: 'A figure misleads, or will not do what it is there for.',
  },
  note: {
    ...{ label: 'note', labels: 'notes', tone: 'plain', mark: '–' },
    means: 'Worth knowing before money is spent.',
  },
};

/** What a finding rests on; the mark and the words differ, so that neither needs colour. */
export const certaintyWords = {
  fact: {
    ...{ label: 'arithmetic fact', title: 'Arithmetic facts', mark: '=' },
    means: 'They follow from the document’s own figures alone. Anyone can check them by hand.',
  },
  assumption: {
    ...{ label: 'rests on an assumption', title: 'Resting on assumptions', mark: '≈' },
    means: 'They also use a figure that the document does not give. Another figure can make them vanish.',
  },
} as const;

export type Certainty = keyof typeof certaintyWords;

/** Where the figures of the audit come from. */
export const documentWords: Record<Audit['document']['state'], { label: string; tone: Tone; text: string }> =
  {
    same: {
      ...{ label: 'unchanged', tone: 'good' },
      text: 'The document is the one that the catalogue was written from.',
    },
    changed: {
      ...{ label: 'changed', tone: 'open' },
      text: 'The document has changed since the catalogue was written; where only numbers of a line changed they were read again.',
    },
    absent: {
      ...{ label: 'absent', tone: 'open' },
      text: 'The document is not at hand. The audit is about its figures as the catalogue has them, which may be out of date.',
    },
  };

/** `1 error`, `3 errors`, `1,204 comparisons`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${groupDigits(count)} ${count === 1 ? one : many}`;
}
