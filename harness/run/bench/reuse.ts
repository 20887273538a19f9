import type { SeedRequest } from '../../../seed/port.ts';
import { HarnessError } from '../../core/errors.ts';
import { usualDataset } from '../../core/run-record.ts';
import { GIB } from '../../core/units.ts';
import { monotonicMs } from '../../host/clock.ts';
import { builtVmImage } from '../../host/environment.ts';
import { newRunId } from '../../host/identity.ts';
import { takeRunLock } from '../../host/run-lock.ts';
import { connectEngine } from '../../topology/engine.ts';
import type { LevelDefinition } from '../../topology/level-file.ts';
import { startLevel } from '../../topology/start-level.ts';
import { hasVolume, removeVolume } from '../../topology/volumes.ts';
import type { BuildTools } from '../datasets/build.ts';
import { datasetOf } from '../datasets/dataset.ts';
import { type DataRequest, prepareData } from '../datasets/level-data.ts';
import { seedRequestOf } from '../seed-request.ts';
import { medianOf } from './budgets.ts';

/** One VM that is PostgreSQL and nothing else. */
function levelOf(image: string): LevelDefinition {
  const spec = {
    name: 'data',
    roles: ['postgres' as const],
    vCpu: 2,
    memoryBytes: 4 * GIB,
    diskBytes: 0,
  };
  return {
    spec: { level: 1, source: 'custom', vms: [spec] },
    vms: [{ spec, image, environment: {}, ports: [{ container: 5432, host: null }], shmBytes: GIB }],
  };
}

/**
 * Milliseconds that re-using a kept dataset of the request takes, median of `repeat`: to copy it, and to count the copy
 * against its certificate once PostgreSQL is up on it. The start of PostgreSQL between the two is in neither side of the
 * ratio. A dataset that was made for this is removed again. Throws HarnessError.
 */
export async function timeReuse(
  request: Pick<SeedRequest, 'customers' | 'seed'>,
  repeat: number,
  tools: Omit<BuildTools, 'engine'>,
): Promise<number> {
  const image = builtVmImage();
  if (image === null)
    throw new HarnessError('no-image', 'there is no VM image yet', { hint: 'npm run setup' });
  // Held to the end of the benchmark: a run beside it would spoil both.
  tools.cleanUp.add('run lock', takeRunLock(newRunId(1, 'bench')));
  const engine = await connectEngine();
  const spec = { customers: request.customers, seed: request.seed, users: 150, dataset: usualDataset };
  const dataset = datasetOf(seedRequestOf(spec));
  const kept = await hasVolume(engine.docker, dataset.volume);
  const drop = async () => {
    if (!kept) await removeVolume(engine.docker, dataset.volume);
  };
  // Where this is stopped, the clean-up drops it: after the builder, which may still be at work on it.
  const dropped = tools.cleanUp.add('dataset of the benchmark', drop);
  const times: number[] = [];
  // The first round makes the dataset where there is none, and is not counted.
  for (let round = 0; round <= repeat; round++) {
    const ms = await reuseOnce(spec, levelOf(image), { ...tools, engine });
    if (round > 0) times.push(ms);
  }
  await drop();
  dropped();
  return medianOf(times);
}

async function reuseOnce(
  spec: DataRequest['spec'],
  level: LevelDefinition,
  tools: BuildTools,
): Promise<number> {
  const runId = newRunId(1, 'bench');
  const from = monotonicMs();
  const data = await prepareData({ runId, spec, level, keep: false, cache: true }, tools);
  const copiedMs = monotonicMs() - from;
  const started = await startLevel(tools.engine, level, {
    runId,
    keep: false,
    environment: {},
    volume: data.volume,
    cleanUp: tools.cleanUp,
  });
  try {
    const up = monotonicMs();
    await data.settle(started);
    return copiedMs + monotonicMs() - up;
  } finally {
    await started.stop();
  }
}
