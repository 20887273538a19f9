import { HarnessError } from '../../core/errors.ts';
import type { DatasetData } from '../../core/evidence/setup.ts';
import { formatBytes } from '../../core/units.ts';
import { monotonicMs } from '../../host/clock.ts';
import { engineFault } from '../../topology/engine.ts';
import type { VmDefinition } from '../../topology/level-file.ts';
import { hasVolume, removeVolume, type VolumeMount } from '../../topology/volumes.ts';
import { type BuildTools, buildDataset } from './build.ts';
import { copyDataset } from './copy.ts';
import type { Dataset } from './dataset.ts';
import { removeDatasets, surplus, takeInventory } from './inventory.ts';
import type { Source } from './key.ts';

/** A copy of a dataset in a volume of a run. */
export interface Placed {
  certificate: DatasetData;
  copiedInMs: number;
}

export interface PlaceRequest {
  dataset: Dataset;
  into: VolumeMount;
  /** The VM that is to get the data; its image makes and copies them. */
  vm: VmDefinition;
  runId: string;
  /** Labels of everything of the run. */
  labels: Record<string, string>;
  sources: readonly Source[];
}

/** Copies the dataset for a run, and makes it before where none is kept that is whole. Throws HarnessError. */
export async function placeDataset(request: PlaceRequest, tools: BuildTools): Promise<Placed> {
  const { dataset, into } = request;
  const { docker } = tools.engine;
  try {
    if (await hasVolume(docker, dataset.volume)) {
      const placed = await copyInStep(request, tools);
      if (placed !== null) return placed;
      tools.output.warn(`dataset ${dataset.key} was never finished: it is made anew`);
      await removeVolume(docker, into.name);
      await removeVolume(docker, dataset.volume);
    }
    await makeRoom(request, tools);
  } catch (error) {
    throw engineFault(error);
  }
  await buildDataset(dataset, request.vm, request.runId, tools);
  const placed = await copyInStep(request, tools);
  if (placed !== null) return placed;
  throw new HarnessError('seed-failed', `dataset ${dataset.key} went while this run wanted it`, {
    hint: 'start again',
  });
}

/** Null where the dataset is not whole. */
async function copyInStep(request: PlaceRequest, tools: BuildTools): Promise<Placed | null> {
  const { dataset, into, labels } = request;
  const step = tools.output.step(`copy ${dataset.request.customers.toLocaleString('en-IN')} customers`);
  const from = monotonicMs();
  try {
    const by = { engine: tools.engine, signal: tools.signal, image: request.vm.image, labels };
    const certificate = await copyDataset(dataset, into, by);
    if (certificate === null) {
      step.fail();
      return null;
    }
    step.done(`${certificate.rows.toLocaleString('en-IN')} rows of dataset ${dataset.key}`);
    return { certificate, copiedInMs: monotonicMs() - from };
  } catch (error) {
    step.fail();
    throw error;
  }
}

/** Removes kept datasets that have to go before another is made. */
async function makeRoom(
  { vm, labels, sources }: PlaceRequest,
  { engine, output }: BuildTools,
): Promise<void> {
  const going = surplus(await takeInventory(engine, { image: vm.image, labels, sources }));
  if (going.length === 0) return;
  const freed = await removeDatasets(engine, going);
  const keys = going.map(({ key }) => key).join(', ');
  output.warn(`removed kept datasets to make room (${keys}): ${formatBytes(freed)}`);
}
