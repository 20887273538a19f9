import { seedDatabase } from '../../../seed/seed-database.ts';
import { HarnessError } from '../../core/errors.ts';
import type { DatasetData } from '../../core/evidence/setup.ts';
import type { RunSpec } from '../../core/run-record.ts';
import { untilAborted } from '../../host/interrupt.ts';
import type { Output } from '../../host/output.ts';
import { removeRunOf } from '../../topology/leftovers.ts';
import type { LevelDefinition } from '../../topology/level-file.ts';
import { labelsOfRun, type StartedLevel } from '../../topology/start-level.ts';
import type { VolumeMount } from '../../topology/volumes.ts';
import { followSeeding } from '../seed-progress.ts';
import { seedRequestOf } from '../seed-request.ts';
import type { BuildTools } from './build.ts';
import { compareLive } from './check.ts';
import { type Dataset, datasetOf } from './dataset.ts';
import { removeDatasets } from './inventory.ts';
import { datasetSources } from './key.ts';
import { type Placed, placeDataset } from './place.ts';
import { assertRoom } from './room.ts';

export interface DataRequest {
  runId: string;
  spec: Pick<RunSpec, 'customers' | 'seed' | 'users' | 'dataset'>;
  level: LevelDefinition;
  /** Whether the level stays up after the process has ended. */
  keep: boolean;
  /** Copy a kept dataset, made before where there is none; otherwise the level itself is seeded. */
  cache: boolean;
}

/** The data of a level that is about to start. */
export interface LevelData {
  /** For the VM with PostgreSQL; undefined where the level is seeded once it is up. */
  volume: VolumeMount | undefined;
  /** Once the level is up: seeds it, or makes sure that it holds what was copied. Resolves to what the database holds. */
  settle(started: StartedLevel): Promise<DatasetData>;
}

/** Where PostgreSQL of a VM has its data (harness/vm/roles/postgres). */
const DATA_DIRECTORY = '/var/lib/vm/postgres';

/** Gets the data of a level ready before it starts, so that it does not run idle meanwhile. Throws HarnessError. */
export async function prepareData(request: DataRequest, tools: BuildTools): Promise<LevelData> {
  await assertRoom(tools.engine, request.spec.dataset.databaseBytes, request.cache);
  if (!request.cache)
    return { volume: undefined, settle: (started) => seedLevel(started, request, tools.output) };
  const { level, runId } = request;
  const vm = level.vms.find(({ spec }) => spec.roles.includes('postgres'));
  if (vm === undefined)
    throw new HarnessError('bad-level-file', `no VM of level ${level.spec.level} has the role postgres`);
  const labels = labelsOfRun(runId, request.keep);
  const into: VolumeMount = { name: `capacity-${runId}-data`, folder: DATA_DIRECTORY, labels };
  const sources = datasetSources();
  const dataset = datasetOf(seedRequestOf(request.spec), sources);
  let placing: Promise<unknown> = Promise.resolve();
  const forget = tools.cleanUp.add(`data of run ${runId}`, async () => {
    await removeRunOf(tools.engine.docker, runId);
    // what was being created meanwhile fails now or comes up: wait for that, then take it away too
    await placing.catch(() => {});
    await removeRunOf(tools.engine.docker, runId);
  });
  const placed = placeDataset({ dataset, into, vm, runId, labels, sources }, tools);
  placing = placed;
  const { certificate, copiedInMs } = await untilAborted(tools.signal, placed);
  return {
    volume: into,
    async settle(started) {
      forget(); // the level that is up has the volume now, and removes it
      const held = await checkCopy(started, { dataset, certificate }, tools);
      return { ...held, durationMs: certificate.durationMs, reused: { key: dataset.key, copiedInMs } };
    },
  };
}

function ownerDsn(started: StartedLevel): string {
  const port = started.vmWith('postgres').port(5432);
  return `postgres://crm_owner:${encodeURIComponent(started.secrets.owner)}@127.0.0.1:${port}/crm`;
}

/** Seeds the database of a level that is up. */
async function seedLevel(started: StartedLevel, { spec }: DataRequest, output: Output): Promise<DatasetData> {
  const step = output.step(`seed ${spec.customers.toLocaleString('en-IN')} customers`);
  try {
    const certificate = await seedDatabase(ownerDsn(started), seedRequestOf(spec), {
      onProgress: followSeeding(step),
    });
    step.done(`${certificate.rows.toLocaleString('en-IN')} rows`);
    return certificate;
  } catch (error) {
    step.fail();
    throw error;
  }
}

/** Counts what the level holds. A dataset that is not what its certificate says is removed, and the run ends. */
async function checkCopy(
  started: StartedLevel,
  { dataset, certificate }: Pick<Placed, 'certificate'> & { dataset: Dataset },
  { engine, output }: BuildTools,
) {
  const step = output.step('count what the database holds');
  try {
    const { live, difference } = await compareLive(ownerDsn(started), certificate);
    if (live !== null && difference === null) {
      step.done('as certified');
      return live;
    }
    await removeDatasets(engine, [{ volume: dataset.volume, bytes: 0 }]);
    throw new HarnessError(
      'seed-failed',
      `dataset ${dataset.key} did not hold what its certificate says and was removed (${difference})`,
      {
        hint: 'start again: it is made anew; with a CRM of your own that writes rows as it starts use --no-dataset-cache',
      },
    );
  } catch (error) {
    step.fail();
    throw error;
  }
}
