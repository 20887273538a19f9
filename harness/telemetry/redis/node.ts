import { Redis } from 'ioredis';

/** One server's counters and gauges as it tells them itself. */
export interface Told {
  /** Another after each start of the server, from where its counters begin at 0 again. */
  runId: string;
  hits: number;
  misses: number;
  usedMemoryBytes: number;
  maxMemoryBytes: number;
  evicted: number;
  commands: number;
  /** Slots that it serves; null where it is no node of a cluster. */
  slots: number | null;
}

/** A server that is asked once a second. */
export interface RedisNode {
  vm: string;
  connect(): Promise<void>;
  /** Rejects where the server does not answer. */
  read(): Promise<Told>;
  facts(): Promise<{ version: string; appendOnly: boolean }>;
  close(): void;
}

/** Fields of an INFO answer. */
export function parseInfo(text: string): Map<string, string> {
  const fields = text
    .split(/\r?\n/)
    .filter((line) => line.includes(':') && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)] as const);
  return new Map(fields);
}

/** How many slots the asked node holds, by its answer to CLUSTER NODES. Slots that are moving count for where they are. */
export function ownSlots(nodes: string): number {
  const own = nodes.split(/\r?\n/).find((line) => /\bmyself\b/.test(line));
  if (own === undefined) throw new Error('CLUSTER NODES does not tell which node was asked');
  return own
    .trim()
    .split(' ')
    .slice(8)
    .filter((part) => !part.startsWith('['))
    .map((part) => part.split('-').map(Number) as [number, number?])
    .reduce((total, [from, to = from]) => total + to - from + 1, 0);
}

async function tell(redis: Redis): Promise<Told> {
  const fields = parseInfo(await redis.info());
  const field = (name: string) => {
    const value = Number(fields.get(name));
    if (!Number.isFinite(value)) throw new Error(`INFO does not tell ${name}`);
    return value;
  };
  return {
    runId: fields.get('run_id') ?? '',
    hits: field('keyspace_hits'),
    misses: field('keyspace_misses'),
    usedMemoryBytes: field('used_memory'),
    maxMemoryBytes: field('maxmemory'),
    evicted: field('evicted_keys'),
    commands: field('total_commands_processed'),
    slots: fields.get('cluster_enabled') === '1' ? await servedSlots(redis) : null,
  };
}

/** A node that calls its cluster down answers for none of its slots. */
async function servedSlots(redis: Redis): Promise<number> {
  const [info, nodes] = await Promise.all([redis.cluster('INFO'), redis.cluster('NODES')]);
  return parseInfo(String(info)).get('cluster_state') === 'ok' ? ownSlots(String(nodes)) : 0;
}

/** A server on a port of this host; a command fails after `timeoutMs`. Not yet connected. */
export function redisNode(vm: string, at: { port: number; password: string; timeoutMs: number }): RedisNode {
  const redis = new Redis({
    host: '127.0.0.1',
    port: at.port,
    password: at.password,
    lazyConnect: true,
    maxRetriesPerRequest: 1,
    retryStrategy: () => 250,
    connectTimeout: at.timeoutMs,
    commandTimeout: at.timeoutMs,
  });
  redis.on('error', () => {}); // a lost connection shows as failed readings
  return {
    vm,
    connect: () => redis.connect(),
    read: () => tell(redis),
    async facts() {
      const fields = parseInfo(await redis.info());
      return {
        version: fields.get('redis_version') ?? 'unknown',
        appendOnly: fields.get('aof_enabled') === '1',
      };
    },
    close: () => redis.disconnect(),
  };
}
