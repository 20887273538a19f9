import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HarnessError, messageOf } from '../core/errors.ts';
import { type EvidenceSet, noEvents, parseEvidence } from '../core/evidence/catalogue.ts';
import {
  type Evidence,
  type EvidenceId,
  evidenceIds,
  extraEvidenceIds,
  unavailable,
} from '../core/evidence/envelope.ts';
import { type RunRecord, type RunSpec, runRecordSchema, runSpecSchema } from '../core/run-record.ts';
import { projectRoot } from '../host/environment.ts';
import { readText, writeWhole } from '../host/files.ts';

/** Where runs lie unless told otherwise. */
export const defaultRunsFolder = join(projectRoot, 'reports', 'out');

/** How far a run came. `running` with a dead process is a run that was killed. */
const runStatusSchema = z.strictObject({
  state: z.enum(['running', 'observed', 'aborted', 'failed']),
  /** Why it ended early; null where it did not. */
  reason: z.string().nullable(),
  specHash: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** Duration of each step so far. */
  timings: z.array(z.strictObject({ step: z.string(), ms: z.number() })),
});
export type RunStatus = z.infer<typeof runStatusSchema>;

/**
 * Hash that ties evidence to the specification it was taken under, whatever order its fields stand in. A field that an
 * older edition did not write is not hashed.
 */
export function specHash(spec: object): string {
  const fields = Object.entries(runSpecSchema.parse(spec)).filter(([name]) => name in spec);
  return createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(fields)))
    .digest('hex');
}

/** Layout of a run's folder. */
export interface RunFolder {
  path: string;
  file(name: string): string;
  repetition(index: number): {
    path: string;
    raw: string;
    evidence(id: EvidenceId): string;
    log(vm: string): string;
  };
}

export function runFolder(path: string): RunFolder {
  return {
    path,
    file: (name) => join(path, name),
    repetition(index) {
      const own = join(path, `repetition-${index}`);
      return {
        path: own,
        raw: join(own, 'raw'),
        evidence: (id) => join(own, 'evidence', `${id}.json`),
        log: (vm) => join(own, 'logs', `${vm}.log`),
      };
    },
  };
}

/** Makes a run's folder with its specification and status. */
export function createRunFolder(runs: string, spec: RunSpec, startedAt: string): RunFolder {
  const folder = runFolder(join(runs, spec.runId));
  writeWhole(folder.file('spec.json'), `${JSON.stringify(spec, null, 2)}\n`);
  writeStatus(folder, {
    state: 'running',
    reason: null,
    specHash: specHash(spec),
    startedAt,
    endedAt: null,
    timings: [],
  });
  return folder;
}

export function writeStatus(folder: RunFolder, status: RunStatus): void {
  writeWhole(folder.file('status.json'), `${JSON.stringify(status, null, 2)}\n`);
}

export function writeEvidence(folder: RunFolder, index: number, evidence: Evidence<unknown>): void {
  writeWhole(folder.repetition(index).evidence(evidence.id), `${JSON.stringify(evidence)}\n`);
}

function readJson<T>(schema: z.ZodType<T>, path: string, what: string): T {
  if (!existsSync(path))
    throw new HarnessError('bad-run-folder', `no ${what} in the run folder`, {
      hint: 'give the folder of a run, as `verify` printed it',
    });
  try {
    return schema.parse(JSON.parse(readText(path)));
  } catch (cause) {
    const first = cause instanceof z.ZodError ? cause.issues[0] : undefined;
    const why = first === undefined ? messageOf(cause) : `${first.path.join('.')}: ${first.message}`;
    throw new HarnessError('bad-run-folder', `${what} cannot be read: ${why}`, {
      ...(what === 'run.json' ? { hint: '`capacity judge <run>` makes it again from the evidence' } : {}),
      cause,
    });
  }
}

/**
 * Specification and status of a run. Throws HarnessError 'bad-run-folder' where they are missing, of another schema
 * version, or where the specification is not the one the run was taken under.
 */
export function readRun(folder: RunFolder): { spec: RunSpec; status: RunStatus; repetitions: number } {
  const spec = readJson(runSpecSchema, folder.file('spec.json'), 'spec.json');
  const status = readJson(runStatusSchema, folder.file('status.json'), 'status.json');
  if (specHash(JSON.parse(readText(folder.file('spec.json')))) !== status.specHash) {
    throw new HarnessError(
      'bad-run-folder',
      'spec.json was changed after the run began: its evidence belongs to another specification',
      {
        hint: 'restore the file, or run again',
      },
    );
  }
  const indices = readdirSync(folder.path).flatMap((name) => /^repetition-(\d+)$/.exec(name)?.[1] ?? []);
  return { spec, status, repetitions: Math.max(0, ...indices.map(Number)) };
}

/** The judged run. Throws HarnessError 'bad-run-folder' where run.json is missing or of another schema version. */
export function readRecord(folder: RunFolder): RunRecord {
  return readJson(runRecordSchema, folder.file('run.json'), 'run.json');
}

/** One kind of evidence of a repetition; what is missing or broken is `unavailable` with the reason, never a fault. */
function readEvidence<Id extends EvidenceId>(folder: RunFolder, index: number, id: Id): EvidenceSet[Id] {
  const path = folder.repetition(index).evidence(id);
  const absent = (reason: string) => unavailable(id, 'run folder', reason) as EvidenceSet[Id];
  if (!existsSync(path)) return absent('the run ended before it was written');
  try {
    return parseEvidence(id, JSON.parse(readText(path))) as EvidenceSet[Id];
  } catch (error) {
    const first = error instanceof z.ZodError ? error.issues[0] : undefined;
    return absent(
      `cannot be read: ${first === undefined ? messageOf(error) : `${first.path.join('.')}: ${first.message}`}`,
    );
  }
}

/**
 * All evidence of one repetition; of a service that the level does not have there is none. A run of before events were kept
 * has none of them and nothing else of what later runs have; where only the events are missing, they are missing.
 */
export function readEvidenceSet(folder: RunFolder, index: number): EvidenceSet {
  const written = (id: EvidenceId) => existsSync(folder.repetition(index).evidence(id));
  const older = !written('events') && !extraEvidenceIds.some(written);
  const absent = new Set<EvidenceId>(extraEvidenceIds.filter((id) => !written(id)));
  if (older) absent.add('events');
  const ids = evidenceIds.filter((id) => !absent.has(id));
  const read = Object.fromEntries(ids.map((id) => [id, readEvidence(folder, index, id)]));
  return { events: noEvents, ...read } as EvidenceSet;
}
