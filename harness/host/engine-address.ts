import { execFileSync } from 'node:child_process';
import { HarnessError } from '../core/errors.ts';

const ASK_MS = 5000;

/** Address of the engine that the docker command line would use: DOCKER_HOST, else the current context. Null: unknown. */
function addressInUse(): string | null {
  if (process.env.DOCKER_HOST) return process.env.DOCKER_HOST;
  try {
    const args = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'];
    return execFileSync('docker', args, { stdio: ['ignore', 'pipe', 'ignore'], timeout: ASK_MS })
      .toString()
      .trim();
  } catch {
    return null; // no docker command line: the usual sockets are tried
  }
}

/** Whether an engine at this address is on this machine, where its published ports are. */
export function isLocal(address: string): boolean {
  return (
    /^(unix|npipe):/.test(address) ||
    /^(tcp|https?):\/\/(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:|\/|$)/.test(address)
  );
}

/**
 * Makes this process use the engine that set-up used: Testcontainers knows DOCKER_HOST but no contexts. Throws
 * HarnessError 'engine-remote' for an engine on another machine: its ports would be published there, not here.
 */
export function useSameEngine(): void {
  const address = addressInUse();
  if (address === null || address === '') return;
  if (!isLocal(address)) {
    throw new HarnessError(
      'engine-remote',
      `the container engine at ${address.replace(/\/\/[^@/]*@/, '//')} is not on this machine`,
      {
        hint: 'run the harness on the machine of the engine, or unset DOCKER_HOST / choose a local docker context',
      },
    );
  }
  process.env.DOCKER_HOST = address;
}
