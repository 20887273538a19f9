import { join } from 'node:path';
import { parseCatalogue } from '../claims/catalogue.ts';
import { asGuards, asKinds, checkClaims } from '../claims/definitions.ts';
import type { LevelSize } from '../claims/document-levels.ts';
import { judgeRun, needsMoreRepetitions } from '../claims/judge.ts';
import type { Claim } from '../core/claim.ts';
import type { RunRecord } from '../core/run-record.ts';
import { nowMs } from '../host/clock.ts';
import { projectRoot } from '../host/environment.ts';
import { discover, readFolder, writeWhole } from '../host/files.ts';
import { isoTime } from '../host/identity.ts';
import { type RunFolder, readEvidenceSet, readRun } from './run-folder.ts';

const claimsFolder = join(projectRoot, 'harness', 'claims');

/** The whole catalogue, validated. Throws HarnessError 'bad-catalogue'. */
export function loadCatalogue(): Claim[] {
  return parseCatalogue(readFolder(join(claimsFolder, 'catalogue'), '.yaml'));
}

/** Catalogue, judges and guards, each validated: a wrong one must show before a run starts, not after. */
export async function loadDefinitions(catalogue: Claim[] = loadCatalogue()) {
  const kinds = asKinds(await discover(join(claimsFolder, 'kinds')));
  const guards = asGuards(await discover(join(claimsFolder, 'guards')));
  checkClaims(catalogue, kinds);
  return { catalogue, kinds, guards };
}

/** What a test may put in the place of the project's own: other claims, another size of the level. */
export interface JudgeOptions {
  catalogue?: Claim[];
  document?: LevelSize;
}

async function judge(folder: RunFolder, options: JudgeOptions = {}) {
  const { spec, status, repetitions: count } = readRun(folder);
  const { catalogue, kinds, guards } = await loadDefinitions(options.catalogue);
  const claims = catalogue.filter((claim) => claim.level === spec.level);
  const sets = Array.from({ length: Math.max(1, count) }, (_, i) => readEvidenceSet(folder, i + 1));
  return {
    spec,
    status,
    claims,
    sets,
    judged: judgeRun({ spec, claims, kinds, guards, repetitions: sets, document: options.document }),
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
export async function judgeFolder(folder: RunFolder, options?: JudgeOptions): Promise<RunRecord> {
  const { spec, status, claims, sets, judged } = await judge(folder, options);
  const record: RunRecord = {
    schemaVersion: 1,
    spec,
    startedAt: status.startedAt,
    endedAt: status.endedAt ?? status.startedAt,
    judgedAt: isoTime(nowMs()),
    claims,
    ...judged,
    warnings: [...judged.warnings, ...endedEarly(status)],
    repetitions: sets.map((evidence, i) => ({ index: i + 1, evidence })),
    timings: status.timings,
  };
  writeWhole(folder.file('run.json'), `${JSON.stringify(record)}\n`);
  return record;
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
