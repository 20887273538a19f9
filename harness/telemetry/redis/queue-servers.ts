import { Redis } from 'ioredis';
import type { RedisData } from '../../core/evidence/infrastructure.ts';
import type { StartedLevel } from '../../topology/start-level.ts';
import { parseInfo } from './node.ts';

/** Port of the second Redis of the same VMs, which carries jobs and live updates. */
const QUEUE_PORT = 6380;
const ANSWER_MS = 2000;

/** Memory of one VM's queue server. It refuses to write where it is full, for no job may be evicted. */
export interface QueueMemory {
  vm: string;
  usedMemoryBytes: number;
  maxMemoryBytes: number;
}

/** The queue servers that the level lets itself be asked about. */
export interface QueueServers {
  /** Those that answer. Never rejects: the cache's figures do not depend on it. */
  read(): Promise<QueueMemory[]>;
  close(): void;
}

function portOf(vm: StartedLevel['vms'][number]): number | null {
  try {
    return vm.port(QUEUE_PORT);
  } catch {
    return null; // the level file does not publish it
  }
}

/** Of an INFO answer. Throws where it does not tell the memory. */
export function memoryOf(vm: string, info: string): QueueMemory {
  const fields = parseInfo(info);
  const [used, most] = [Number(fields.get('used_memory')), Number(fields.get('maxmemory'))];
  if (!Number.isFinite(used) || !Number.isFinite(most)) throw new Error('INFO does not tell the memory');
  return { vm, usedMemoryBytes: used, maxMemoryBytes: most };
}

/** Not connected until the first reading. */
export function queueServers(vms: readonly StartedLevel['vms'][number][], password: string): QueueServers {
  const servers = vms.flatMap((vm) => {
    const port = portOf(vm);
    if (port === null) return [];
    const redis = new Redis({
      ...{ host: '127.0.0.1', port, password, lazyConnect: true, maxRetriesPerRequest: 1 },
      ...{ retryStrategy: () => 250, connectTimeout: ANSWER_MS, commandTimeout: ANSWER_MS },
    });
    redis.on('error', () => {}); // a lost connection shows as a reading without this server
    return [{ vm: vm.name, redis }];
  });
  return {
    async read() {
      const told = servers.map(async ({ vm, redis }) => [memoryOf(vm, await redis.info('memory'))]);
      return (await Promise.all(told.map((one) => one.catch(() => [])))).flat();
    },
    close() {
      for (const { redis } of servers) redis.disconnect();
    },
  };
}

/** Largest memory of each over the readings, and its bound at the last. */
export function mostOf(readings: readonly (readonly QueueMemory[])[]): NonNullable<RedisData['queue']> {
  const most = new Map<string, NonNullable<RedisData['queue']>[number]>();
  for (const { vm, usedMemoryBytes, maxMemoryBytes } of readings.flat()) {
    const usedMemoryMaxBytes = Math.max(usedMemoryBytes, most.get(vm)?.usedMemoryMaxBytes ?? 0);
    most.set(vm, { vm, usedMemoryMaxBytes, maxMemoryBytes });
  }
  return [...most.values()];
}
