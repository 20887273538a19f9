import type Dockerode from 'dockerode';
import type { Owner } from '../host/owner.ts';
import { KEEP_LABEL, OWNER_LABEL, RUN_LABEL } from './engine.ts';
import { findVolumes, removeVolume } from './volumes.ts';

/**
 * On a container that fills a volume which is to outlive its run: the volume's name. As long as the container is there, the
 * volume is half done and goes with it.
 */
export const FILLS_LABEL = 'capacity.fills';

/** What is on the engine under our labels, by run. */
export interface Found {
  runId: string;
  kept: boolean;
  /** The process that started it; null where nothing tells. */
  owner: Owner | null;
  containers: string[];
  networks: string[];
  /** Volumes of its own, and one that it was filling. */
  volumes: string[];
}

/** Everything that carries a run's label, running or not, and what its containers were filling. */
export async function findRuns(docker: Dockerode): Promise<Found[]> {
  const byRun = new Map<string, Found>();
  const of = (labels: Record<string, string>) => {
    const runId = labels[RUN_LABEL] ?? '';
    const found: Found = byRun.get(runId) ?? {
      runId,
      kept: false,
      owner: null,
      containers: [],
      networks: [],
      volumes: [],
    };
    if (labels[KEEP_LABEL] !== undefined) found.kept = true;
    found.owner ??= labels[OWNER_LABEL] ?? null;
    byRun.set(runId, found);
    return found;
  };
  const filters = { label: [RUN_LABEL] };
  for (const container of await docker.listContainers({ all: true, filters })) {
    const found = of(container.Labels);
    found.containers.push(container.Id);
    const fills = container.Labels[FILLS_LABEL];
    if (fills !== undefined) found.volumes.push(fills);
  }
  for (const network of await docker.listNetworks({ filters }))
    of(network.Labels ?? {}).networks.push(network.Id);
  for (const volume of await findVolumes(docker, RUN_LABEL)) of(volume.labels).volumes.push(volume.name);
  return [...byRun.values()];
}

/** Removes a run's containers, then its networks and volumes. What is gone already is no fault. */
export async function removeRun(docker: Dockerode, run: Found): Promise<void> {
  await Promise.all(
    run.containers.map((id) => gone(docker.getContainer(id).remove({ force: true, v: true }))),
  );
  await Promise.all([
    ...run.networks.map((id) => gone(docker.getNetwork(id).remove())),
    ...run.volumes.map((name) => removeVolume(docker, name)),
  ]);
}

/** Removes what one run has on the engine, as far as it has come. */
export async function removeRunOf(docker: Dockerode, runId: string): Promise<void> {
  for (const run of await findRuns(docker)) if (run.runId === runId) await removeRun(docker, run);
}

async function gone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    const status = (error as { statusCode?: number }).statusCode;
    // 404: somebody else removed it; 409: its removal is under way
    if (status !== 404 && status !== 409) throw error;
  }
}
