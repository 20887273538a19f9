import type { ExitCode } from '../../harness/core/exit-codes.ts';
import type { GuardResult } from '../../harness/core/guard.ts';
import type { Basis, Criterion, Outcome } from '../../harness/core/verdict.ts';

/** How a status is coloured; the word always stands beside the colour. */
export type Tone = 'good' | 'bad' | 'open' | 'plain';

interface Word {
  label: string;
  tone: Tone;
  /** A shape, so that the status can be told without colour. */
  mark: string;
  means: string;
}

/** Where a claim stands for the reader: its outcome, or `stale` where the document's text has changed since. */
export type Standing = Outcome | 'stale';

/** What every outcome is called. */
export const outcomeWords: Record<Outcome, Word> = {
  refuted: { label: 'refuted', tone: 'bad', mark: '✕', means: 'The measurement contradicts the document.' },
  'projected-fail': {
    ...{ label: 'projected to fail', tone: 'bad', mark: '✕' },
    means: 'Calculated, not measured: it would not hold.',
  },
  inconclusive: {
    label: 'inconclusive',
    tone: 'open',
    mark: '?',
    means: 'The run can neither show nor refute it.',
  },
  'projected-pass': {
    ...{ label: 'projected to hold', tone: 'open', mark: '~' },
    means: 'Calculated, not measured: it would hold.',
  },
  verified: {
    label: 'verified',
    tone: 'good',
    mark: '✓',
    means: 'The measurement shows it, interval and all.',
  },
  'untestable-as-written': {
    ...{ label: 'untestable as written', tone: 'plain', mark: '–' },
    means: 'The sentence lacks what a test would need.',
  },
  'not-tested': { label: 'not tested', tone: 'plain', mark: '–', means: 'This run did not look at it.' },
};

export const standingWords: Record<Standing, Word> = {
  ...outcomeWords,
  stale: {
    ...{ label: 'stale', tone: 'open', mark: '!' },
    means: 'The document’s text has changed since the verdict, which is about what it said before.',
  },
};

/** In listing order: what needs attention first. A stale verdict stands before whatever may still pass. */
export const standings: readonly Standing[] = [
  'refuted',
  'projected-fail',
  'stale',
  'inconclusive',
  'projected-pass',
  'verified',
  'untestable-as-written',
  'not-tested',
];

/** The place of a standing in that order. */
export function rankOf(standing: Standing): number {
  return standings.indexOf(standing);
}

/** What a basis is called and what it means for the reader, in one sentence. */
export const basisWords: Record<Basis, { label: string; means: string }> = {
  measured: { label: 'measured', means: 'Measured on VMs of the full size of the level.' },
  'a-fortiori': {
    label: 'a-fortiori',
    means:
      'A-fortiori: tested on less hardware than the document lists, shared with the load generator. What holds there holds on the full size; what fails there proves nothing.',
  },
  projected: {
    label: 'projected',
    means: 'Projected: calculated from smaller measurements, never measured itself.',
  },
  audit: { label: 'audit', means: 'Audit: checked in the text of the document; no traffic was sent.' },
  'simulated-dependency': {
    label: 'stand-in',
    means: 'Tested against a stand-in for the outside service: only our own side is shown.',
  },
};

export const preliminaryMeans =
  'Preliminary: a single short run cannot see how much one run differs from the next. An assumed spread widens its intervals; the standard profile measures the spread.';

export const criterionWords: Record<Criterion['outcome'], { label: string; tone: Tone; mark: string }> = {
  holds: { label: 'holds', tone: 'good', mark: '✓' },
  fails: { label: 'fails', tone: 'bad', mark: '✕' },
  undecided: { label: 'undecided', tone: 'open', mark: '?' },
};

export const guardWords: Record<GuardResult['status'], { label: string; tone: Tone; mark: string }> = {
  passed: { label: 'passed', tone: 'good', mark: '✓' },
  failed: { label: 'failed', tone: 'bad', mark: '✕' },
  unavailable: { label: 'not observed', tone: 'bad', mark: '✕' },
};

export const directionWords: Record<GuardResult['direction'], string> = {
  flatters: 'could flatter: invalidates the run',
  hurts: 'can only hurt: a pass stands, nothing may be refuted',
};

/** What the exit code of a run says. */
export const exitWords: Record<ExitCode, string> = {
  0: 'everything judged holds',
  1: 'something is refuted',
  2: 'the harness could not do its job',
  3: 'nothing is refuted, something is inconclusive',
  64: 'wrong usage',
};
