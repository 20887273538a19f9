import type { Claim } from '../../harness/core/claim.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { formatValue } from '../../harness/core/units.ts';
import type { Verdict } from '../../harness/core/verdict.ts';
import { isUsersClaim, staleMeans } from './claim-rows.ts';
import { marginText } from './figures.ts';
import type { Tone } from './words.ts';

/** The headline: `text` is the whole of it, the three parts are for layouts that set them apart. */
export interface Answer {
  text: string;
  question: string;
  verdict: string;
  rest: string | null;
  tone: Tone;
  /** One sentence: why. */
  because: string;
  /** The same answer for the level's other figures of users. */
  others: string[];
  /** What 'to spare' means, where the headline says it: it is easily taken for a number of further users. */
  spareMeans: string | null;
  /** The verdict behind the headline; null where the run is invalid or holds none. */
  claimId: string | null;
}

interface Judged {
  claim: Claim;
  verdict: Verdict | null;
}

/** What the run says of its level, read off the verdicts; nothing is judged here. */
export function answerOf(record: RunRecord): Answer {
  const judged = usersClaimsOf(record);
  if (!record.valid) return invalidAnswer(record);
  const [first, ...others] = judged;
  const subject = subjectOf(record);
  if (!first) {
    return answer(subject, {
      ...{ verdict: 'not tested', rest: null, tone: 'plain', others: [], claimId: null },
      because:
        'The run holds no claim on how many users the level carries. The verdict table shows what was judged.',
    });
  }
  return answer(`${subject} carries ${usersOf(first.claim)}${ofWhat(record)}`, {
    ...shortAnswer(first.verdict),
    because: becauseOf(first.verdict),
    others: others.map(({ claim, verdict }) => `${usersOf(claim)}: ${joined(shortAnswer(verdict))}`),
    claimId: first.claim.id,
  });
}

/** The level's claims on users, largest first, each with its verdict. */
export function usersClaimsOf(record: RunRecord): Judged[] {
  return record.claims
    .filter((claim) => claim.level === record.spec.level && isUsersClaim(claim))
    .sort((a, b) => b.bound - a.bound)
    .map((claim) => ({
      claim,
      verdict: record.verdicts.find((verdict) => verdict.claimId === claim.id) ?? null,
    }));
}

/** `Level 1`, or what it is instead of the document's Level 1. */
export function subjectOf(record: RunRecord): string {
  const level =
    record.spec.levelSource === 'custom' ? `Custom level ${record.spec.level}` : `Level ${record.spec.level}`;
  return record.spec.defect === null ? level : `${level} with the planted defect “${record.spec.defect}”`;
}

/** Whose users: a pass of the reference CRM must not be read as one of the customer's own. */
function ofWhat({ spec }: RunRecord): string {
  return spec.sut.kind === 'reference' ? ' of the reference CRM' : '';
}

function invalidAnswer(record: RunRecord): Answer {
  const failed = record.guards.filter((guard) => guard.direction === 'flatters' && guard.status !== 'passed');
  const [first] = failed;
  const more = failed.length > 1 ? ` (and ${failed.length - 1} more)` : '';
  const seen = first ? `Seen: ${first.seen}; allowed: ${first.bound}. ` : '';
  const next = first ? ` ${first.nextStep}` : '';
  return answer('The run is invalid', {
    verdict: first ? `failed guard “${first.title}”${more}` : 'a guard failed',
    rest: null,
    tone: 'bad',
    because: `${seen}Nothing about ${subjectOf(record)} can be concluded from it, in either direction.${next}`,
    others: [],
    claimId: null,
  });
}

function answer(question: string, parts: Omit<Answer, 'text' | 'question' | 'spareMeans'>): Answer {
  const spareMeans = parts.rest?.endsWith('to spare')
    ? '“To spare” is the room left on the tightest limit, not a number of further users.'
    : null;
  return { text: `${question}: ${joined(parts)}`, question, ...parts, spareMeans };
}

function joined(parts: { verdict: string; rest: string | null }): string {
  return parts.rest === null ? parts.verdict : `${parts.verdict}, ${parts.rest}`;
}

function usersOf(claim: Claim): string {
  return formatValue(claim.bound, claim.unit);
}

function becauseOf(verdict: Verdict | null): string {
  if (verdict === null) return 'The run holds no verdict on this claim.';
  if (verdict.stale === null) return verdict.reason;
  return `${staleMeans(verdict.stale)} It is about what was said before: ${verdict.reason}`;
}

interface ShortAnswer {
  verdict: string;
  rest: string | null;
  tone: Tone;
}

/** A stale verdict gives no answer for the document as it is now; what it gave before stands behind it, as such. */
function shortAnswer(verdict: Verdict | null): ShortAnswer {
  const given = givenAnswer(verdict);
  if (verdict === null || verdict.stale === null) return given;
  return {
    verdict: 'stale',
    rest: `it was “${given.verdict}” before the document’s text changed`,
    tone: 'open',
  };
}

function givenAnswer(verdict: Verdict | null): ShortAnswer {
  const sure = verdict?.preliminary ? ' (preliminary)' : '';
  switch (verdict?.outcome) {
    case 'verified':
      return { verdict: `yes${sure}`, rest: spareText(verdict.marginRatio), tone: 'good' };
    case 'refuted':
      return { verdict: `no${sure}`, rest: null, tone: 'bad' };
    case 'projected-pass':
      return { verdict: 'projected yes', rest: 'calculated and not measured', tone: 'open' };
    case 'projected-fail':
      return { verdict: 'projected no', rest: 'calculated and not measured', tone: 'bad' };
    case 'inconclusive':
      return { verdict: 'not shown', rest: null, tone: 'open' };
    case 'untestable-as-written':
      return { verdict: 'cannot be tested as written', rest: null, tone: 'plain' };
    default:
      return { verdict: 'not tested', rest: null, tone: 'plain' };
  }
}

function spareText(marginRatio: number | null): string | null {
  const margin = marginText(marginRatio);
  if (margin === null || marginRatio === null || marginRatio < 0) return null;
  return margin.startsWith('+') ? `with ${margin.slice(1)} to spare` : 'with less than 1 % to spare';
}
