import type { Claim } from '../../harness/core/claim.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import type { Criterion, Outcome, Verdict } from '../../harness/core/verdict.ts';
import { boundText, intervalText, marginText, samplesText, valueText } from './figures.ts';
import {
  basisWords,
  criterionWords,
  outcomeWords,
  preliminaryMeans,
  rankOf,
  type Standing,
  standingWords,
  type Tone,
} from './words.ts';
import { workloadOf } from './workload.ts';

interface CriterionRow {
  label: string;
  outcome: string;
  tone: Tone;
  mark: string;
  value: string | null;
  interval: string | null;
  bound: string;
  reason: string;
}

/** A claim with its verdict as a reader sees it. Null is 'not observed' or 'does not apply'. */
export interface ClaimRow {
  id: string;
  level: number | null;
  says: string;
  section: string | null;
  why: string | null;
  outcome: Outcome;
  /** The outcome, or `stale`: every count, order and colour follows it. */
  standing: Standing;
  /** Why the verdict is stale; null where it is not. */
  stale: string | null;
  label: string;
  tone: Tone;
  mark: string;
  preliminary: string | null;
  value: string | null;
  interval: string | null;
  samples: string | null;
  bound: string;
  margin: string | null;
  basis: string | null;
  basisMeans: string | null;
  reason: string;
  settledBy: string | null;
  criteria: CriterionRow[];
  evidence: string[];
  notes: string[];
  /** What a user does here, beside every claim on users. */
  workload: string | null;
}

/** One row per claim, and per verdict whose claim is missing; what needs attention first, else as catalogued. */
export function claimRowsOf(record: RunRecord): ClaimRow[] {
  const verdicts = new Map(record.verdicts.map((verdict) => [verdict.claimId, verdict]));
  const { sentence, rate } = workloadOf(record);
  const workload = `${sentence} ${rate}`;
  const known = new Set(record.claims.map((claim) => claim.id));
  const strays = record.verdicts.filter((verdict) => !known.has(verdict.claimId));
  return [
    ...record.claims.map((claim) => rowOf(claim, verdicts.get(claim.id) ?? unjudged(claim), workload)),
    ...strays.map((verdict) => rowOf(null, verdict, workload)),
  ].sort((a, b) => rankOf(a.standing) - rankOf(b.standing));
}

/** Whether a claim states how many users a level carries, rather than when to scale. */
export function isUsersClaim(claim: Claim): boolean {
  return claim.kind === 'users' && (claim.comparator === '>=' || claim.comparator === '>');
}

/** Absent evidence never passes: a claim without a verdict is shown as not tested. */
function unjudged(claim: Claim): Verdict {
  return {
    ...{ claimId: claim.id, outcome: 'not-tested', basis: null, preliminary: false, observed: null },
    bound: { comparator: claim.comparator, value: claim.bound, unit: claim.unit },
    ...{ marginRatio: null, reason: 'The run holds no verdict on this claim.', settledBy: null },
    ...{ criteria: [], evidence: [], notes: [], stale: null },
  };
}

function rowOf(claim: Claim | null, verdict: Verdict, workload: string): ClaimRow {
  const standing = verdict.stale === null ? verdict.outcome : 'stale';
  const { label, tone, mark } = standingWords[standing];
  const before = outcomeWords[verdict.outcome].label;
  const basis = verdict.basis && basisWords[verdict.basis];
  return {
    id: verdict.claimId,
    level: claim?.level ?? null,
    says: claim?.says ?? 'This claim is not in the run’s catalogue.',
    section: claim?.section ?? null,
    why: claim?.why ?? null,
    outcome: verdict.outcome,
    ...{ standing, stale: verdict.stale, tone, mark },
    label: verdict.stale === null ? label : `${label}, was ${before}`,
    preliminary: verdict.preliminary ? preliminaryMeans : null,
    value: valueText(verdict.observed),
    interval: intervalText(verdict.observed),
    samples: samplesText(verdict.observed),
    bound: boundText(verdict.bound),
    margin: marginText(verdict.marginRatio),
    basis: basis?.label ?? null,
    basisMeans: basis?.means ?? null,
    reason: verdict.stale === null ? verdict.reason : staleReason(verdict.stale, before, verdict.reason),
    settledBy: verdict.stale === null ? verdict.settledBy : 'A new run, judged by the document as it is now.',
    criteria: verdict.criteria.map(criterionRow),
    evidence: verdict.evidence,
    notes: verdict.notes,
    workload: claim !== null && isUsersClaim(claim) ? workload : null,
  };
}

function staleReason(stale: string, before: string, reason: string): string {
  return `${staleMeans(stale)} Before, it was ${before}: ${reason}`;
}

/** Why a verdict is stale, as a sentence. */
export function staleMeans(stale: string): string {
  return `The document’s text has changed since the verdict (${stale.replace(/\.$/, '')}).`;
}

function criterionRow(criterion: Criterion): CriterionRow {
  const { label, tone, mark } = criterionWords[criterion.outcome];
  return {
    label: criterion.label,
    outcome: label,
    ...{ tone, mark },
    value: valueText(criterion.observed),
    interval: intervalText(criterion.observed),
    bound: boundText(criterion.bound),
    reason: criterion.reason,
  };
}
