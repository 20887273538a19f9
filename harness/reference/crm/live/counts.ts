import type { QueueClient } from '../redis.ts';

/** What is counted as it happens. */
export type CountName = 'told' | 'delivered' | 'cutOff';

/** Of all processes, since Redis was set up. */
export interface LiveCounts {
  /** Sockets that are open now. */
  connected: number;
  /** Events that were told. */
  told: number;
  /** Messages that went to a socket: an event has as many as there are sockets to hear it. */
  delivered: number;
  /** Sockets that were cut off because they did not read. */
  cutOff: number;
}

export interface Counts {
  note(name: CountName): void;
  /** Says how many sockets this process has. */
  connected(count: number): void;
  read(): Promise<LiveCounts>;
  /** Writes what is not written yet. */
  close(): Promise<void>;
}

/** In Redis, because no one process knows them all. Written once a second, where there is something to write. */
const writeEveryMs = 1_000;
const totalsKey = 'live:counts';
/** Hash of processes: sockets, and until when that holds. */
const socketsKey = 'live:sockets';
/** A process says it again by then; that of a process that died is forgotten after three times. */
const sayAgainMs = 10_000;

/**
 * What could not be written is written later; what a process that dies has not written is lost. A count that Redis took without saying
 * so in time is written again, and counts twice: near enough for whoever watches, not for a proof.
 */
export function openCounts(client: QueueClient, processId: string): Counts {
  const noted = new Map<CountName, number>();
  let sockets = 0;
  let said = 0;
  let sayAt = 0;

  async function write(nowMs: number): Promise<void> {
    for (const [name, count] of [...noted]) {
      noted.delete(name);
      await client.hincrby(totalsKey, name, count).catch(() => {
        noted.set(name, (noted.get(name) ?? 0) + count);
      });
    }
    if (sockets === said && (sockets === 0 || nowMs < sayAt)) return;
    const saying = sockets;
    if (saying === 0) await client.hdel(socketsKey, processId);
    else await client.hset(socketsKey, processId, `${saying}:${nowMs + 3 * sayAgainMs}`);
    said = saying;
    sayAt = nowMs + sayAgainMs;
  }
  const writing = setInterval(() => void write(Date.now()).catch(() => {}), writeEveryMs);
  writing.unref();

  return {
    note(name) {
      noted.set(name, (noted.get(name) ?? 0) + 1);
    },
    connected(count) {
      sockets = count;
    },
    async read() {
      const [totals, open] = await Promise.all([client.hgetall(totalsKey), client.hgetall(socketsKey)]);
      const now = Date.now();
      let connected = 0;
      for (const [id, text] of Object.entries(open)) {
        const [count = 0, until = 0] = text.split(':').map(Number);
        if (until > now) connected += count;
        else await client.hdel(socketsKey, id);
      }
      const total = (name: CountName) => Number(totals[name] ?? 0);
      return {
        connected,
        told: total('told'),
        delivered: total('delivered'),
        cutOff: total('cutOff'),
      };
    },
    async close() {
      clearInterval(writing);
      sockets = 0;
      await write(Date.now()).catch(() => {});
    },
  };
}
