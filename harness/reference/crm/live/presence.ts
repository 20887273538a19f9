import type { QueueClient } from '../redis.ts';

/** Who came as the first socket of theirs, and who went with their last. */
interface Change {
  came: number[];
  gone: number[];
}

/** Who of a tenant is connected, over all processes. */
export interface Presence {
  /** Says that these users are here, on this process; to be said again each third of `hereForMs`. */
  come(tenantId: number, users: number[]): Promise<Change>;
  /** Says that they are no longer here on this process. */
  go(tenantId: number, users: number[]): Promise<Change>;
  /** Users who are here, in ascending order. */
  read(tenantId: number): Promise<number[]>;
}

/** Those of a process that died are here for so long. Whoever speaks next for the tenant finds that they are gone. */
const hereForMs = 30_000;

/**
 * A tenant's are one sorted set, so that a cluster has them on one node: `user:process`, by the time that it holds until, by the
 * clock of Redis, which is one for all VMs. The set goes by itself.
 */
const changeScript = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local function users()
    local found = {}
    for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do found[string.match(member, '^%d+')] = true end
    return found
  end
  local before = users()
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
  for index = 4, #ARGV do
    local member = ARGV[index] .. ':' .. ARGV[3]
    if ARGV[1] == 'come' then redis.call('ZADD', KEYS[1], now + ARGV[2], member) else redis.call('ZREM', KEYS[1], member) end
  end
  redis.call('PEXPIRE', KEYS[1], 2 * ARGV[2])
  local after = users()
  local came, gone = {}, {}
  for user in pairs(after) do if not before[user] then table.insert(came, user) end end
  for user in pairs(before) do if not after[user] then table.insert(gone, user) end end
  return {came, gone}`;
const readScript = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  return redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf')`;

/** `processId` tells this process from all others. */
export function openPresence(client: QueueClient, processId: string): Presence {
  async function change(how: 'come' | 'go', tenantId: number, users: number[]): Promise<Change> {
    const args = [how, hereForMs, processId, ...users];
    const [came, gone] = (await client.eval(changeScript, 1, keyOf(tenantId), ...args)) as string[][];
    return { came: ascending(came ?? []), gone: ascending(gone ?? []) };
  }
  return {
    come: (tenantId, users) => change('come', tenantId, users),
    go: (tenantId, users) => change('go', tenantId, users),
    async read(tenantId) {
      const members = (await client.eval(readScript, 1, keyOf(tenantId))) as string[];
      return ascending(members);
    },
  };
}

/** Users of members, or of users as Redis gives them, each once. */
function ascending(members: string[]): number[] {
  return [...new Set(members.map((member) => Number.parseInt(member, 10)))].sort((a, b) => a - b);
}

function keyOf(tenantId: number): string {
  return `tenant:${tenantId}:present`;
}
