import type { RedisData } from '../../core/evidence/infrastructure.ts';
import { defineCollector, type Timed, type Window } from '../collector.ts';
import { growth, inside, pairs, slicesOf } from '../series.ts';
import { redisNode } from './node.ts';
import { mostOf, type QueueMemory, queueServers } from './queue-servers.ts';
import { asTold, type Reading as CacheReading, counting, together } from './together.ts';

/** The cache, and beside it the memory of the queue servers; none in readings of before they were asked. */
interface Reading extends CacheReading {
  queue?: QueueMemory[];
}

interface Facts {
  version: string;
  appendOnly: boolean;
}

/** The share of each server, in the order of the level's VMs. */
function byNode(
  readings: readonly Timed<Reading>[],
  window: Window,
  seen: readonly Timed<Reading>[],
): RedisData['nodes'] {
  const last = seen.at(-1)?.reading.nodes ?? [];
  return last.map(({ vm, slots, maxMemoryBytes }, i) => {
    const count = (of: 'commands' | 'hits' | 'misses') =>
      Math.round(growth(readings, window, ({ nodes }) => nodes?.[i]?.[of] ?? 0));
    return {
      ...{ vm, slots, maxMemoryBytes },
      ...{ commands: count('commands'), hits: count('hits'), misses: count('misses') },
      usedMemoryMaxBytes: Math.max(...seen.map(({ reading }) => reading.nodes?.[i]?.usedMemoryBytes ?? 0)),
    };
  });
}

/**
 * Redis' own counters, of one server or of all nodes of a cluster. Hits and misses count every key that was asked for:
 * sessions and cache alike. A cluster goes on without a node, so its counters do too; a lone server that is lost or started
 * again leaves no evidence, for then its cache was empty.
 */
export default defineCollector<'redis', Reading, Facts>({
  id: 'redis',
  source: 'Redis INFO, one reading a second',
  async open({ level }) {
    const vms = level.vms.filter((vm) => vm.roles.includes('redis'));
    if (vms.length === 0) throw new Error('no VM of the level has Redis');
    const alone = vms.length === 1;
    const nodes = vms.map((vm) =>
      redisNode(vm.name, {
        port: vm.port(6379),
        password: level.secrets.redis,
        timeoutMs: alone ? 5000 : 2000, // one that hangs must not keep the others from being read
      }),
    );
    await Promise.all(nodes.map((node) => node.connect()));
    const [lone] = alone ? nodes : [];
    const queues = queueServers(vms, level.secrets.redis);
    const counts = nodes.map((node) => counting(node.vm));
    async function readCache(): Promise<CacheReading> {
      if (lone !== undefined) return together([asTold(lone.vm, await lone.read())]);
      const told = await Promise.all(nodes.map((node) => node.read().catch(() => null)));
      if (told.every((one) => one === null)) throw new Error('no node of the cluster answers');
      return together(counts.map((count, i) => count(told[i] ?? null)));
    }
    return {
      async read() {
        const [cache, queue] = await Promise.all([readCache(), queues.read()]);
        return { ...cache, queue };
      },
      facts: () => Promise.any(nodes.map((node) => node.facts())),
      async close() {
        for (const node of [...nodes, queues]) node.close();
      },
    };
  },
  reduce(readings, facts, window) {
    const seen = inside(readings, window);
    if (seen.length === 0) throw new Error('no reading in the window');
    const hits = Math.round(growth(readings, window, (r) => r.hits));
    const misses = Math.round(growth(readings, window, (r) => r.misses));
    const queue = mostOf(seen.map(({ reading }) => reading.queue ?? []));
    const slots = seen.flatMap(({ reading }) => reading.slots ?? []);
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
      slotsCoveredMin: slots.length > 0 ? Math.min(...slots) : null,
      nodes: byNode(readings, window, seen),
      ...(queue.length > 0 ? { queue } : {}),
      observations: seen.length,
      seconds: pairs(readings, window).map(({ t, seconds, before, after }) => ({
        t,
        usedMemoryBytes: after.usedMemoryBytes,
        opsPerS: Math.max(0, after.commands - before.commands) / seconds,
      })),
    };
  },
});
