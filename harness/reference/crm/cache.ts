import type { RedisCommands } from './redis.ts';

/** Answers that are worth keeping for a while. All keys hold the tenant, so no tenant can meet another's. */
export interface Cache {
  /** The value under `name`, or what `load` gives, which is then kept for `ttlS` seconds. */
  remember<Value>(tenantId: number, name: string, ttlS: number, load: () => Promise<Value>): Promise<Value>;
  /** Makes everybody load `name` afresh. Called after the commit of a write. */
  forget(tenantId: number, name: string): Promise<void>;
}

/**
 * A forgotten key is deleted, and a mark beside it stands for a moment: a reader that asked the database before the
 * write and answers after it must not put the old value back. The mark is tested by trying to set it, because a read of
 * it would count as a hit of the cache.
 */
const markForS = 2;
const keepUnlessMarked = `
  if redis.call('SET', KEYS[2], '', 'NX', 'EX', 1) then
    redis.call('DEL', KEYS[2])
    redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
  end`;
const markAndDelete = `
  redis.call('SET', KEYS[2], '', 'EX', ARGV[1])
  redis.call('DEL', KEYS[1])`;

export function createCache(redis: RedisCommands): Cache {
  const loading = new Map<string, Promise<unknown>>();

  async function load<Value>(key: string, ttlS: number, make: () => Promise<Value>): Promise<Value> {
    const value = await make();
    await redis.eval(keepUnlessMarked, 2, key, markOf(key), JSON.stringify(value), ttlS);
    return value;
  }

  return {
    async remember<Value>(tenantId: number, name: string, ttlS: number, make: () => Promise<Value>) {
      const key = keyOf(tenantId, name);
      const kept = await redis.get(key);
      if (kept !== null) return JSON.parse(kept) as Value;
      const under = loading.get(key) as Promise<Value> | undefined;
      if (under) return under;
      const started = load(key, ttlS, make).finally(() => loading.delete(key));
      loading.set(key, started);
      return started;
    },
    async forget(tenantId, name) {
      const key = keyOf(tenantId, name);
      // After a write everybody must see it, so nobody waits for a load that may have begun before it.
      loading.delete(key);
      await redis.eval(markAndDelete, 2, key, markOf(key), markForS);
    },
  };
}

/**
 * The braces keep a key and its mark on one node of a cluster, where a script may touch both. They hold the name as well as
 * the tenant: with the tenant alone, all that three tenants keep would be on three slots, and a node without one idle.
 */
function keyOf(tenantId: number, name: string): string {
  return `{tenant:${tenantId}:${name}}`;
}

function markOf(key: string): string {
  return `${key}:forgotten`;
}
