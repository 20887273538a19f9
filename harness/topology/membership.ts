import { readTextIfThere } from '../host/files.ts';

/**
 * Control groups of the process that leads a container, as the kernel lists them; null where this host's files do not show
 * that: an engine in a machine of its own, where the number is that of some other process here or of none, or no right to look.
 */
export function membershipOf(
  containerId: string,
  pid: number,
  textOf: (path: string) => string | null = readTextIfThere,
): string | null {
  const membership = textOf(`/proc/${pid}/cgroup`);
  return membership?.includes(containerId) ? membership : null;
}

/** Path of a process's group for each controller; that of version 2 has no name. */
export function pathsOf(membership: string): Map<string, string> {
  return new Map(
    membership.split('\n').flatMap((line) => {
      const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
      if (controllers === undefined || path === undefined) return [];
      return controllers.split(',').map((name) => [name, path] as const);
    }),
  );
}
