import { HarnessError, messageOf } from '../core/errors.ts';
import type { RunRecord, RunSpec } from '../core/run-record.ts';
import type { CleanUp } from '../host/cleanup.ts';
import { nowMs } from '../host/clock.ts';
import { isoTime } from '../host/identity.ts';
import type { Output } from '../host/output.ts';
import { fateOf } from '../host/owner.ts';
import { takeRunLock } from '../host/run-lock.ts';
import type { LoadEngine } from '../load/engine.ts';
import { connectEngine, type Engine, engineFault } from '../topology/engine.ts';
import { findImages } from '../topology/images.ts';
import { findRuns, removeRun } from '../topology/leftovers.ts';
import type { LevelDefinition } from '../topology/level-file.ts';
import { auditDocument } from './catalogue.ts';
import { gather } from './gather.ts';
import { judgeFolder, loadDefinitions, wantsMoreRepetitions } from './judge.ts';
import { assertRoomFor } from './room.ts';
import { createRunFolder, type RunFolder, type RunStatus, specHash, writeStatus } from './run-folder.ts';

export interface VerifyRequest {
  spec: RunSpec;
  level: LevelDefinition;
  /** Folder that holds the run folders. */
  runs: string;
  /** False: no dataset is kept or copied, every level is seeded itself. Left out: true. */
  datasetCache?: boolean | undefined;
  /** Whether the world outside takes part: the level's test hosts start with it. Left out: no. */
  withTestHosts?: boolean | undefined;
  /** Text of the planning document, where it is at hand. */
  documentText?: string | null;
}

export interface VerifyTools {
  load: LoadEngine;
  output: Output;
  cleanUp: CleanUp;
  signal: AbortSignal;
}

/** Removes what killed runs left; refuses where another run or `capacity up` holds the host or its engine. */
export async function clearHost(engine: Engine, output: Output): Promise<void> {
  for (const run of await findRuns(engine.docker)) {
    if (run.kept) {
      throw new HarnessError('already-running', `run ${run.runId} was left up by \`capacity up\``, {
        hint: 'remove it with `capacity down`',
      });
    }
    if (run.owner !== null && fateOf(run.owner) !== 'dead') {
      throw new HarnessError(
        'already-running',
        `run ${run.runId} of process ${run.owner} is on this container engine`,
        {
          hint: 'wait for it to end; if its machine is gone, remove its containers by hand (label capacity.run)',
        },
      );
    }
    output.warn(`removing what run ${run.runId} left behind`);
    await removeRun(engine.docker, run);
  }
}

async function repeat(
  request: VerifyRequest,
  tools: VerifyTools & { engine: Engine },
  folder: RunFolder,
): Promise<void> {
  const { profile } = request.spec;
  let planned = profile.repetitions;
  for (let repetition = 1; repetition <= planned; repetition++) {
    if (profile.maxRepetitions > 1) tools.output.line(`repetition ${repetition} of ${planned}`);
    await gather({ ...request, folder, repetition }, tools);
    const undecided = repetition === planned && planned < profile.maxRepetitions;
    if (undecided && (await wantsMoreRepetitions(folder))) planned = profile.maxRepetitions;
  }
}

/**
 * The whole run: takes the host, observes every repetition, judges, writes `run.json`. Rejects with HarnessError; the
 * run folder then holds what was measured, marked as aborted or failed.
 */
export async function verify(
  request: VerifyRequest,
  tools: VerifyTools,
): Promise<{ record: RunRecord; folder: RunFolder }> {
  await loadDefinitions();
  await auditDocument(request.documentText ?? null); // what cannot be read must show before anything starts
  const release = takeRunLock(request.spec.runId);
  tools.cleanUp.add('run lock', release);
  tools.signal.throwIfAborted();
  const engine = await connectEngine();
  await clearHost(engine, tools.output).catch((error) => {
    throw engineFault(error);
  });
  // an image that cannot be had must show now, not once the data are made
  await findImages(engine, request.withTestHosts ? request.level : { vms: request.level.vms });
  await assertRoomFor(engine, {
    ...{ level: request.level, data: request.spec, runs: request.runs },
    ...{ cache: request.datasetCache ?? true, withTestHosts: request.withTestHosts },
  });
  const startedAt = isoTime(nowMs());
  const folder = createRunFolder(request.runs, request.spec, startedAt);
  const finish = (state: RunStatus['state'], reason: string | null) =>
    writeStatus(folder, {
      state,
      reason,
      specHash: specHash(request.spec),
      startedAt,
      endedAt: isoTime(nowMs()),
      timings: tools.output.timings(),
    });
  try {
    await repeat(request, { ...tools, engine }, folder);
    finish('observed', null);
  } catch (error) {
    const aborted = error instanceof HarnessError && error.code === 'interrupted';
    finish(aborted ? 'aborted' : 'failed', messageOf(error));
    tools.output.warn(`what was measured is kept in ${folder.path}`);
    throw error;
  } finally {
    release();
  }
  return { record: await judgeFolder(folder, { documentText: request.documentText ?? null }), folder };
}
