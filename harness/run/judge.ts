import { join } from 'node:path';
import { asGuards, asKinds, checkClaims } from '../claims/definitions.ts';
import { documentLevel, type LevelSize } from '../claims/document-levels.ts';
import { judgeRun, needsMoreRepetitions } from '../claims/judge.ts';
import { claimsOfRun, markStale } from '../claims/stale.ts';
import type { Claim } from '../core/claim.ts';
import { ExitCode } from '../core/exit-codes.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Verdict } from '../core/verdict.ts';
import { nowMs } from '../host/clock.ts';
import { projectRoot } from '../host/environment.ts';
import { discover, writeWhole } from '../host/files.ts';
import { isoTime } from '../host/identity.ts';
import { auditDocument, comparisonWith, fingerprintsOf, loadCatalogue } from './catalogue.ts';
import { type RunFolder, readEvidenceSet, readRun } from './run-folder.ts';

const claimsFolder = join(projectRoot, 'harness', 'claims');

/** Catalogue, judges and guards, each validated: a wrong one must show before a run starts, not after. */
export async function loadDefinitions(catalogue: Claim[] = loadCatalogue()) {
  const kinds = asKinds(await discover(join(claimsFolder, 'kinds')));
  const guards = asGuards(await discover(join(claimsFolder, 'guards')));
  checkClaims(catalogue, kinds);
  return { catalogue, kinds, guards };
}

/** What is beside the run folder. */
export interface JudgeOptions {
  /** Text of the planning document, where it is at hand: shows whether a verdict is still about what it says. */
  documentText?: string | null;
  /** What a test may put in the place of the project's own: other claims, another size of the level. */
  catalogue?: Claim[];
  document?: LevelSize;
}

async function judge(folder: RunFolder, options: JudgeOptions = {}) {
  const { spec, status, repetitions: count } = readRun(folder);
  const { catalogue, kinds, guards } = await loadDefinitions(options.catalogue);
  const claims = claimsOfRun(catalogue, spec.level);
  const sets = Array.from({ length: Math.max(1, count) }, (_, i) => readEvidenceSet(folder, i + 1));
  const document = options.document ?? documentLevel(catalogue, spec.level);
  return {
    spec,
    status,
    claims,
    sets,
    judged: judgeRun({ spec, claims, kinds, guards, repetitions: sets, document }),
  };
}

/** Whether the planned repetitions left a claim undecided that more of them may decide. */
export async function wantsMoreRepetitions(folder: RunFolder): Promise<boolean> {
  const { spec, sets, judged } = await judge(folder);
  return needsMoreRepetitions(judged.verdicts, sets.length, spec.profile);
}

/**
 * Judges a run folder, without a container: reads evidence, rules on every claim of the level, writes `run.json`.
 * Broken or missing evidence gives `inconclusive`. Throws HarnessError 'bad-run-folder' where the run itself cannot be read.
 */
export async function judgeFolder(folder: RunFolder, options: JudgeOptions = {}): Promise<RunRecord> {
  const { spec, status, claims, sets, judged } = await judge(folder, options);
  const text = options.documentText ?? null;
  const fingerprints = fingerprintsOf(claims);
  const verdicts = markStale(judged.verdicts, fingerprints, {
    fingerprints,
    comparison: comparisonWith(text, loadCatalogue()),
  });
  const record: RunRecord = {
    schemaVersion: 1,
    spec,
    startedAt: status.startedAt,
    endedAt: status.endedAt ?? status.startedAt,
    judgedAt: isoTime(nowMs()),
    claims,
    ...judged,
    verdicts,
    exitCode: exitCodeWith(verdicts, judged.exitCode),
    fingerprints,
    audit: await auditDocument(text),
    warnings: [...judged.warnings, ...endedEarly(status)],
    repetitions: sets.map((evidence, i) => ({ index: i + 1, evidence })),
    timings: status.timings,
  };
  writeWhole(folder.file('run.json'), `${JSON.stringify(record)}\n`);
  return record;
}

/** The record as it is to be shown today: verdicts on text that catalogue or document no longer hold are marked. */
export function withStaleness(record: RunRecord, documentText: string | null): RunRecord {
  const catalogue = loadCatalogue();
  const verdicts = markStale(record.verdicts, record.fingerprints, {
    fingerprints: fingerprintsOf(catalogue),
    comparison: comparisonWith(documentText, catalogue),
  });
  return { ...record, verdicts };
}

/** A stale verdict is no pass: what would be exit 0 is inconclusive then. */
function exitCodeWith(verdicts: readonly Verdict[], code: ExitCode): ExitCode {
  const stale = verdicts.some((verdict) => verdict.stale !== null && verdict.outcome === 'verified');
  return stale && code === ExitCode.holds ? ExitCode.inconclusive : code;
}

function endedEarly(status: ReturnType<typeof readRun>['status']): RunRecord['warnings'] {
  if (status.state === 'observed') return [];
  const how =
    status.state === 'running'
      ? 'it was killed, or is still under way'
      : (status.reason ?? 'no reason was kept');
  return [
    {
      id: 'ended-early',
      seen: `The run did not come to its end (${status.state}): ${how}.`,
      meaning: 'What it did not observe is missing; verdicts rest on the rest or stay open.',
      nextStep: 'Run `capacity verify` again.',
    },
  ];
}
