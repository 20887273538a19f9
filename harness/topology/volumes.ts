import type Dockerode from 'dockerode';
import { HarnessError } from '../core/errors.ts';
import { monotonicMs, sleep } from '../host/clock.ts';

/** A volume in a container. */
export interface VolumeMount {
  name: string;
  /** Where it stands in the container. */
  folder: string;
  readOnly?: boolean;
  /** Labels that it gets where this container is the first to want it; one that is there keeps its own. */
  labels?: Record<string, string>;
}

/** A volume as the engine describes it. */
export interface FoundVolume {
  name: string;
  labels: Record<string, string>;
}

/** The engine lets go of a volume a moment after the container that held it is gone. */
const LET_GO_MS = 5000;
const POLL_MS = 100;

/** A mount as the engine takes it. What the image has at that place is never copied into the volume. */
export function mountOf(volume: VolumeMount): Dockerode.MountSettings {
  return {
    Type: 'volume',
    Source: volume.name,
    Target: volume.folder,
    ReadOnly: volume.readOnly ?? false,
    VolumeOptions: {
      NoCopy: true,
      Labels: volume.labels ?? {},
      DriverConfig: { Name: 'local', Options: {} },
    },
  };
}

/** Every volume that carries the label, in order of name. */
export async function findVolumes(docker: Dockerode, label: string): Promise<FoundVolume[]> {
  // where there is none, some engines answer null instead of an empty list
  const { Volumes } = await docker.listVolumes({ filters: { label: [label] } });
  return (Volumes ?? [])
    .map(({ Name, Labels }) => ({ name: Name, labels: Labels ?? {} }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether the engine has a volume of this name. */
export async function hasVolume(docker: Dockerode, name: string): Promise<boolean> {
  try {
    await docker.getVolume(name).inspect();
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

/** Removes a volume; one that is gone already is no fault. Throws 'already-running' where a container keeps hold of it. */
export async function removeVolume(docker: Dockerode, name: string): Promise<void> {
  const until = monotonicMs() + LET_GO_MS;
  for (;;) {
    try {
      await docker.getVolume(name).remove();
      return;
    } catch (error) {
      if (statusOf(error) === 404) return;
      if (statusOf(error) !== 409) throw error;
      if (monotonicMs() > until) {
        throw new HarnessError('already-running', `volume ${name} is in use by a container`, {
          hint: `docker ps -a --filter volume=${name} shows which`,
          cause: error,
        });
      }
      await sleep(POLL_MS);
    }
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number }).statusCode;
}
