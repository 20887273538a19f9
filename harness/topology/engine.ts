import type Dockerode from 'dockerode';
import { type ContainerRuntimeClient, getContainerRuntimeClient } from 'testcontainers';
import { HarnessError, messageOf } from '../core/errors.ts';
import { useSameEngine } from '../host/engine-address.ts';
import type { HostSize } from './grant.ts';

/** Labels of everything that we start, so that a later start finds what a killed one left. */
export const RUN_LABEL = 'capacity.run';
/** The process that started it, so that a sweep takes only what a dead one left. */
export const OWNER_LABEL = 'capacity.owner';
/** Put on what `capacity up` leaves running on purpose. */
export const KEEP_LABEL = 'capacity.keep';

export interface Engine {
  docker: Dockerode;
  size: HostSize;
  description: string;
}

/**
 * The container engine of this machine, the same that the docker command line uses. Throws HarnessError 'no-engine' or
 * 'engine-remote'.
 */
export async function connectEngine(): Promise<Engine> {
  useSameEngine();
  let client: ContainerRuntimeClient;
  try {
    client = await getContainerRuntimeClient();
  } catch (cause) {
    throw new HarnessError('no-engine', 'no container engine answers', {
      hint: 'run `npm run setup`, which installs or names what is missing',
      cause,
    });
  }
  const runtime = client.info.containerRuntime;
  return {
    docker: client.container.dockerode as unknown as Dockerode,
    size: { vCpu: runtime.cpus, memoryBytes: runtime.memory },
    description: `${runtime.operatingSystem}, engine ${runtime.serverVersion}`,
  };
}

/** Turns what the engine throws into a fault that users can act on; anything unknown comes back as it is. */
export function engineFault(error: unknown): unknown {
  if (error instanceof HarnessError) return error;
  const text = messageOf(error);
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (/ECONNREFUSED|ENOENT|ECONNRESET|EPIPE/.test(code) || /socket hang up|connect E/.test(text)) {
    return new HarnessError('engine-lost', 'the container engine stopped answering', {
      hint: 'see its log, start it again, then `capacity down` removes what is left',
      cause: error,
    });
  }
  const port = /(?:Bind for|listen tcp4?|failed to bind host port(?: for)?) (\S+?):(\d+)/.exec(text);
  if (port !== null || /port is already allocated|address already in use/.test(text)) {
    return new HarnessError(
      'port-taken',
      `port ${port?.[2] ?? ''} is taken by another program`.replace('  ', ' '),
      {
        hint: 'stop that program, or use other ports in the level file',
        cause: error,
      },
    );
  }
  if (/Requested CPUs are not available/i.test(text)) {
    return new HarnessError('no-engine', 'the container engine may not use the first cores of its host', {
      hint: 'run it where it may: it is itself confined to a set of cores',
      cause: error,
    });
  }
  if (/no space left on device/i.test(text)) {
    return new HarnessError('no-disk', 'the container engine has no disk space left', {
      hint: 'docker system df shows what takes it',
      cause: error,
    });
  }
  if (/No such image|pull access denied|manifest unknown|failed to pull|error pulling/i.test(text)) {
    return new HarnessError('no-image', 'the VM image is not there', {
      hint: 'run `npm run setup`, which builds it',
      cause: error,
    });
  }
  if (typeof (error as { statusCode?: number }).statusCode === 'number') {
    return new HarnessError('engine-refused', `the container engine refuses: ${text.replace(/\s+/g, ' ')}`, {
      hint: 'capacity doctor says what the engine can do',
      cause: error,
    });
  }
  return error;
}

/** The last lines that a container wrote, both streams in order. Never throws. */
export async function lastLogLines(container: Dockerode.Container, lines = 20): Promise<string> {
  try {
    const raw = await container.logs({ stdout: true, stderr: true, tail: lines, follow: false });
    return demultiplex(Buffer.from(raw as unknown as Buffer)).trimEnd();
  } catch (error) {
    return `(no log: ${messageOf(error)})`;
  }
}

/** Docker frames each chunk of a log with 8 bytes: stream, 3 zeros, length. */
function demultiplex(raw: Buffer): string {
  const parts: string[] = [];
  let at = 0;
  while (at + 8 <= raw.length) {
    const length = raw.readUInt32BE(at + 4);
    parts.push(raw.subarray(at + 8, at + 8 + length).toString('utf8'));
    at += 8 + length;
  }
  return parts.join('');
}
