import type { GuardResult } from '../harness/core/guard.ts';
import type { RunRecord, Warning } from '../harness/core/run-record.ts';
import { type AuditView, auditViewOf } from './audit/view.ts';
import { neutralise } from './neutralise.ts';
import { type Answer, answerOf, subjectOf } from './view/answer.ts';
import { type ClaimRow, claimRowsOf } from './view/claim-rows.ts';
import { type Cost, costOf } from './view/cost.ts';
import { environmentOf, type Fact } from './view/environment.ts';
import { durationText } from './view/figures.ts';
import { type OpenClaims, openClaimsOf } from './view/open-claims.ts';
import { surenessOf } from './view/sureness.ts';
import {
  directionWords,
  guardWords,
  type Standing,
  standings,
  standingWords,
  type Tone,
} from './view/words.ts';
import { type WorkloadView, workloadOf } from './view/workload.ts';

interface StandingCount {
  standing: Standing;
  label: string;
  tone: Tone;
  mark: string;
  means: string;
  count: number;
}

export type GuardRow = Omit<GuardResult, 'status' | 'direction'> & {
  status: string;
  tone: Tone;
  mark: string;
  direction: string;
  passed: boolean;
  invalidates: boolean;
};

/** Everything a report says, in words, derived from the verdicts in `run.json` and never judged anew. */
export interface View {
  runId: string;
  subject: string;
  answer: Answer;
  sureness: string[];
  cost: Cost | null;
  /** What makes this run one that says little or nothing about the document. */
  banners: string[];
  counts: StandingCount[];
  rows: ClaimRow[];
  /** What is not verified and why. */
  open: OpenClaims[];
  guards: GuardRow[];
  /** What the document says against itself; null in a record of before the audit was made. */
  audit: AuditView | null;
  warnings: Warning[];
  workload: WorkloadView;
  environment: Fact[];
  timings: Fact[];
}

/** The view of a run. Its strings are neutralised: on one line, nothing in them acts. Escaping is the format's. */
export function viewOf(unsafe: RunRecord): View {
  const record = neutralise(unsafe);
  const answer = answerOf(record);
  const rows = claimRowsOf(record);
  return {
    runId: record.spec.runId,
    subject: subjectOf(record),
    answer,
    sureness: surenessOf(record, answer.claimId),
    cost: costOf(record),
    banners: bannersOf(record),
    counts: countsOf(rows),
    rows,
    open: openClaimsOf(rows),
    guards: record.guards.map(guardRow),
    audit: record.audit && auditViewOf(record.audit),
    warnings: record.warnings,
    workload: workloadOf(record),
    environment: environmentOf(record),
    timings: record.timings.map(({ step, ms }) => ({ label: step, value: durationText(ms) })),
  };
}

/** Rows that stand at one of `wanted`. */
export function rowsWith(view: View, ...wanted: Standing[]): ClaimRow[] {
  return view.rows.filter((row) => wanted.includes(row.standing));
}

/** How many claims stand where, in listing order; no score is made of them. */
function countsOf(rows: ClaimRow[]): StandingCount[] {
  return standings
    .map((standing) => ({
      ...{ standing, ...standingWords[standing] },
      count: rows.filter((row) => row.standing === standing).length,
    }))
    .filter(({ count }) => count > 0);
}

function bannersOf({ spec }: RunRecord): string[] {
  const said: string[] = [];
  if (spec.defect !== null)
    said.push(
      `A defect was planted on purpose (“${spec.defect}”). These verdicts are about the defect, never about the document.`,
    );
  if (spec.levelSource === 'custom')
    said.push(
      'The level comes from a custom file. These verdicts are not about the document’s level, and its price does not apply.',
    );
  return said;
}

function guardRow(guard: GuardResult): GuardRow {
  const { label, tone, mark } = guardWords[guard.status];
  const passed = guard.status === 'passed';
  return {
    ...guard,
    status: label,
    tone: !passed && guard.direction === 'hurts' ? 'open' : tone,
    mark,
    direction: directionWords[guard.direction],
    passed,
    invalidates: !passed && guard.direction === 'flatters',
  };
}
