import { Redis } from 'ioredis';
import { defineCollector } from '../collector.ts';
import { growth, inside, pairs, slicesOf } from '../series.ts';

interface Reading {
  hits: number;
  misses: number;
  usedMemoryBytes: number;
  maxMemoryBytes: number;
  evicted: number;
  commands: number;
}

interface Facts {
  version: string;
  appendOnly: boolean;
}

/** Fields of an INFO answer. */
export function parseInfo(text: string): Map<string, string> {
  const fields = text
    .split(/\r?\n/)
    .filter((line) => line.includes(':') && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)] as const);
  return new Map(fields);
}

async function info(redis: Redis): Promise<(name: string) => number> {
  const fields = parseInfo(await redis.info());
  return (name) => {
    const value = Number(fields.get(name));
    if (!Number.isFinite(value)) throw new Error(`INFO does not tell ${name}`);
    return value;
  };
}

/** Redis' own counters. Hits and misses count every key that was asked for: sessions and cache alike. */
export default defineCollector<'redis', Reading, Facts>({
  id: 'redis',
  source: 'Redis INFO, one reading a second',
  async open({ level }) {
    const vm = level.vmWith('redis');
    const redis = new Redis({
      host: '127.0.0.1',
      port: vm.port(6379),
      password: level.secrets.redis,
      lazyConnect: true,
      maxRetriesPerRequest: 1,
      connectTimeout: 5000,
      commandTimeout: 5000,
    });
    redis.on('error', () => {}); // a lost connection shows as failed readings
    await redis.connect();
    return {
      async read() {
        const field = await info(redis);
        return {
          hits: field('keyspace_hits'),
          misses: field('keyspace_misses'),
          usedMemoryBytes: field('used_memory'),
          maxMemoryBytes: field('maxmemory'),
          evicted: field('evicted_keys'),
          commands: field('total_commands_processed'),
        };
      },
      async facts() {
        const fields = parseInfo(await redis.info());
        return {
          version: fields.get('redis_version') ?? 'unknown',
          appendOnly: fields.get('aof_enabled') === '1',
        };
      },
      async close() {
        redis.disconnect();
      },
    };
  },
  reduce(readings, facts, window) {
    const seen = inside(readings, window);
    if (seen.length === 0) throw new Error('no reading in the window');
    const hits = Math.round(growth(readings, window, (r) => r.hits));
    const misses = Math.round(growth(readings, window, (r) => r.misses));
    return {
      ...facts,
      hits,
      misses,
      hitRatio: hits + misses > 0 ? hits / (hits + misses) : null,
      batches: slicesOf(window).map((slice): [number, number] => [
        Math.round(growth(readings, slice, (r) => r.hits)),
        Math.round(growth(readings, slice, (r) => r.misses)),
      ]),
      usedMemoryMaxBytes: Math.max(...seen.map((r) => r.reading.usedMemoryBytes)),
      maxMemoryBytes: seen.at(-1)?.reading.maxMemoryBytes ?? 0,
      evictedKeys: Math.round(growth(readings, window, (r) => r.evicted)),
      observations: seen.length,
      seconds: pairs(readings, window).map(({ t, seconds, before, after }) => ({
        t,
        usedMemoryBytes: after.usedMemoryBytes,
        opsPerS: Math.max(0, after.commands - before.commands) / seconds,
      })),
    };
  },
});
