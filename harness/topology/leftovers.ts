import type Dockerode from 'dockerode';
import type { Owner } from '../host/owner.ts';
import { KEEP_LABEL, OWNER_LABEL, RUN_LABEL } from './engine.ts';

/** What is on the engine under our labels, by run. */
export interface Found {
  runId: string;
  kept: boolean;
  /** The process that started it; null where nothing tells. */
  owner: Owner | null;
  containers: string[];
  networks: string[];
}

/** Everything that carries a run's label, running or not. */
export async function findRuns(docker: Dockerode): Promise<Found[]> {
  const byRun = new Map<string, Found>();
  const of = (labels: Record<string, string>) => {
    const runId = labels[RUN_LABEL] ?? '';
    const found = byRun.get(runId) ?? { runId, kept: false, owner: null, containers: [], networks: [] };
    if (labels[KEEP_LABEL] !== undefined) found.kept = true;
    found.owner ??= labels[OWNER_LABEL] ?? null;
    byRun.set(runId, found);
    return found;
  };
  const filters = { label: [RUN_LABEL] };
  for (const container of await docker.listContainers({ all: true, filters }))
    of(container.Labels).containers.push(container.Id);
  for (const network of await docker.listNetworks({ filters }))
    of(network.Labels ?? {}).networks.push(network.Id);
  return [...byRun.values()];
}

/** Removes a run's containers with their volumes, then its networks. What is gone already is no fault. */
export async function removeRun(docker: Dockerode, run: Found): Promise<void> {
  await Promise.all(
    run.containers.map((id) => gone(docker.getContainer(id).remove({ force: true, v: true }))),
  );
  await Promise.all(run.networks.map((id) => gone(docker.getNetwork(id).remove())));
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
