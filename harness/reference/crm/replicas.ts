import { type Database, type DatabaseTime, openPool, type Query } from './database.ts';
import { isUnreachable } from './faults.ts';

/**
 * Where the statements of a request may go. `read`: to a replica that has replayed `after`, the last write of the session;
 * null where it has written nothing. `write`: to the primary, which puts the write's position into `position`.
 */
export type Route = { kind: 'read'; after: string | null } | { kind: 'write'; position: string | null };

interface Replica {
  /** The work's result from the replica, or `behind` where it has not replayed `after` yet. Rejects where it does not answer. */
  read<T>(
    time: DatabaseTime,
    tenantId: number,
    after: string | null,
    work: (query: Query) => Promise<T>,
  ): Promise<{ value: T } | 'behind'>;
  /** Whether it answered when it was asked last, or that is long enough ago to ask again. */
  mayAnswer(): boolean;
  close(): Promise<void>;
}

/** A replica that did not answer is left alone for so long. */
const leaveAloneMs = 2_000;

export function openReplica(url: string): Replica {
  const pool = openPool(url);
  let silentUntil = 0;
  return {
    mayAnswer: () => performance.now() >= silentUntil,
    close: pool.close,
    async read(time, tenantId, after, work) {
      try {
        return await pool.withClient(time, async (query, begin) => {
          const [row] = await begin(tenantId, freshnessOf(after));
          if (row?.fresh === false) {
            await query('commit');
            return 'behind';
          }
          const value = await work(query);
          await query('commit');
          return { value };
        });
      } catch (error) {
        if (isUnreachable(error)) silentUntil = performance.now() + leaveAloneMs;
        throw error;
      }
    },
  };
}

/** Reads of a request that may go to a replica go there; all else, and whatever no replica can answer, to the primary. */
export function routeReads(primary: Database, replicas: readonly Replica[]): Database {
  let next = 0;
  return {
    bare: primary.bare,
    close: async () => void (await Promise.all([primary.close(), ...replicas.map((one) => one.close())])),
    async asTenant(time, tenantId, work) {
      const { route } = time;
      if (route?.kind === 'read') {
        for (let tried = 0; tried < replicas.length; tried++) {
          const replica = replicas[next++ % replicas.length] as Replica;
          if (!replica.mayAnswer()) continue;
          const answer = await replica.read(time, tenantId, route.after, work).catch((error) => {
            if (isUnreachable(error)) return 'silent' as const; // it has read and written nothing: another may
            throw error;
          });
          if (answer !== 'silent' && answer !== 'behind') return answer.value;
        }
      }
      const value = await primary.asTenant(time, tenantId, work);
      if (route?.kind === 'write') {
        const [row] = await primary.bare<{ lsn: string }>(time, 'select pg_current_wal_lsn()::text as lsn');
        route.position = row === undefined ? null : sortable(row.lsn);
      }
      return value;
    },
  };
}

/** A position of the write-ahead log as 16 hexadecimal digits, which sort as positions do: `0/16B3748`. */
export function sortable(lsn: string): string {
  const [, high, low] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(lsn) ?? [];
  if (high === undefined || low === undefined) throw new Error(`no position of the log: ${lsn}`);
  return (high.padStart(8, '0') + low.padStart(8, '0')).toUpperCase();
}

/** Asks whether the replica has replayed a position; nothing where no position matters. */
function freshnessOf(after: string | null): string {
  if (after === null) return 'select true as fresh';
  if (!/^[0-9A-F]{16}$/.test(after)) throw new Error('no position of the log');
  return `select pg_last_wal_replay_lsn() >= '${after.slice(0, 8)}/${after.slice(8)}'::pg_lsn as fresh`;
}
