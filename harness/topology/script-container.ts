import type Dockerode from 'dockerode';
import { type ExecResult, execIn } from './exec.ts';
import { mountOf, type VolumeMount } from './volumes.ts';

export interface ScriptRun {
  image: string;
  /** For bash; `args` are its $1, $2, ... */
  script: string;
  args?: readonly string[];
  volumes: readonly VolumeMount[];
  /** Those of a run, so that clean-up finds the container. */
  labels: Record<string, string>;
  signal?: AbortSignal;
}

/**
 * Runs a script as root in a container of its own without a network and removes the container, whatever happens. The end
 * of the container, or of the engine, ends the wait.
 */
export async function runScript(docker: Dockerode, run: ScriptRun): Promise<ExecResult> {
  run.signal?.throwIfAborted();
  const container = await docker.createContainer({
    Image: run.image,
    Entrypoint: ['sleep', 'infinity'],
    Cmd: [],
    User: '0',
    Labels: run.labels,
    Healthcheck: { Test: ['NONE'] },
    HostConfig: { NetworkMode: 'none', Mounts: run.volumes.map(mountOf) },
  } as Dockerode.ContainerCreateOptions);
  try {
    run.signal?.throwIfAborted();
    await container.start();
    run.signal?.throwIfAborted();
    return await execIn(container, ['bash', '-c', run.script, 'script', ...(run.args ?? [])]);
  } finally {
    // the clean-up of an interrupted run may have been faster
    await container.remove({ force: true, v: true }).catch(() => {});
  }
}
