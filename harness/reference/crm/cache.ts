import { Redis } from 'ioredis';

/** Answers that are worth keeping for a while. All keys hold the tenant, so no tenant can meet another's. */
export interface Cache {
  /** The value under `name`, or what `load` gives, which is then kept for `ttlS` seconds. */
  remember<Value>(tenantId: number, name: string, ttlS: number, load: () => Promise<Value>): Promise<Value>;
  /** Makes everybody load `name` afresh. Called after the commit of a write. */
  forget(tenantId: number, name: string): Promise<void>;
}

const commandTimeoutMs = 2_000;

/** Connects in the background and again whenever the connection is lost; a command fails after two seconds. */
export function openRedis(url: string): Redis {
  const redis = new Redis(url, {
    commandTimeout: commandTimeoutMs,
    maxRetriesPerRequest: 1,
    retryStrategy: (attempt) => Math.min(attempt * 100, 1_000),
  });
  // Each command that fails says so to its caller.
  redis.on('error', () => {});
  return redis;
}

/**
 * A forgotten key is not deleted but marked for a moment. A reader that asked the database before the write and answers
 * after it finds the mark, and so cannot put the old value back (it writes only where nothing is).
 */
const forgotten = '!';
const forgottenForS = 2;

export function createCache(redis: Redis): Cache {
  const loading = new Map<string, Promise<unknown>>();

  async function load<Value>(key: string, ttlS: number, make: () => Promise<Value>): Promise<Value> {
    const value = await make();
    await redis.set(key, JSON.stringify(value), 'EX', ttlS, 'NX');
    return value;
  }

  return {
    async remember<Value>(tenantId: number, name: string, ttlS: number, make: () => Promise<Value>) {
      const key = keyOf(tenantId, name);
      const kept = await redis.get(key);
      if (kept !== null && kept !== forgotten) return JSON.parse(kept) as Value;
      // After a write everybody must see it, so nobody waits for a load that may have begun before it.
      if (kept === forgotten) return make();
      const under = loading.get(key) as Promise<Value> | undefined;
      if (under) return under;
      const started = load(key, ttlS, make).finally(() => loading.delete(key));
      loading.set(key, started);
      return started;
    },
    async forget(tenantId, name) {
      const key = keyOf(tenantId, name);
      loading.delete(key);
      await redis.set(key, forgotten, 'EX', forgottenForS);
    },
  };
}

function keyOf(tenantId: number, name: string): string {
  return `tenant:${tenantId}:${name}`;
}
