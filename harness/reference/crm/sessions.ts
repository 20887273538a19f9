import { createHash, randomBytes } from 'node:crypto';
import type { RedisCommands } from './redis.ts';

/** What is known of a user who is logged in. */
export interface SessionRecord {
  tenantId: number;
  /** Slug of the tenant. */
  tenant: string;
  userId: number;
  storeId: number;
  /** Position of the log up to which the session has written, as `sortable` gives it. */
  wrote?: string;
}

export interface Sessions {
  /** Starts a session and returns its id, the value of the cookie. */
  start(record: SessionRecord): Promise<string>;
  /** The session of a cookie, renewed by being used; null where there is none. */
  find(id: string): Promise<SessionRecord | null>;
  end(id: string): Promise<void>;
  /** Whether a session has not ended; `key` as `keyOf` gives it. Does not renew it: to be connected is not to use it. */
  isThere(key: string): Promise<boolean>;
  /** Remembers up to where a session has written; the furthest stays, whichever of two requests ends last. */
  hasWritten(id: string, position: string): Promise<void>;
}

/** A session ends this many seconds after its last request. */
const sessionTtlS = 30 * 60;

const keepFurthest = `
  local text = redis.call('GET', KEYS[1])
  if not text then return end
  local record = cjson.decode(text)
  if not record.wrote or record.wrote < ARGV[1] then
    record.wrote = ARGV[1]
    redis.call('SET', KEYS[1], cjson.encode(record), 'KEEPTTL')
  end`;

export function createSessions(redis: RedisCommands): Sessions {
  return {
    async start(record) {
      const id = newSessionId(record.tenantId);
      await redis.set(keyOf(id) as string, JSON.stringify(record), 'EX', sessionTtlS);
      return id;
    },
    async find(id) {
      const key = keyOf(id);
      const text = key === null ? null : await redis.getex(key, 'EX', sessionTtlS);
      return text === null ? null : (JSON.parse(text) as SessionRecord);
    },
    async end(id) {
      const key = keyOf(id);
      if (key !== null) await redis.del(key);
    },
    isThere: async (key) => (await redis.get(key)) !== null,
    async hasWritten(id, position) {
      const key = keyOf(id);
      if (key !== null) await redis.eval(keepFurthest, 1, key, position);
    },
  };
}

/** The tenant's number, so that the key can hold it, and 256 random bits. */
export function newSessionId(tenantId: number): string {
  return `${tenantId}.${randomBytes(32).toString('base64url')}`;
}

/**
 * Redis keeps a hash of the id: who reads the keys cannot take over a session. Null where it is no id of ours. Without
 * braces: no command touches two sessions, so that those of a tenant spread over all nodes of a cluster.
 */
export function keyOf(id: string): string | null {
  const tenantId = /^(\d{1,9})\.[\w-]{43}$/.exec(id)?.[1];
  if (tenantId === undefined) return null;
  return `tenant:${tenantId}:session:${createHash('sha256').update(id).digest('base64url')}`;
}

/** Name of the cookie that holds a session's id. */
export const sessionCookie = 'sid';
