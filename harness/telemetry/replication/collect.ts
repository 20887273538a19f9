import type { ReplicationData } from '../../core/evidence/services.ts';
import { defineCollector, type Timed, type Window } from '../collector.ts';
import { databaseSession } from '../database-session.ts';
import { inside } from '../series.ts';

/** One row of pg_stat_replication. Places in the log are in bytes from its beginning; null where it does not tell one. */
interface Standby {
  name: string;
  state: string;
  written: number | null;
  flushed: number | null;
  replayed: number | null;
  writeLagMs: number | null;
  flushLagMs: number | null;
  replayLagMs: number | null;
}

interface Reading {
  /** Where the primary's log ends. */
  current: number;
  standbys: Standby[];
}

const STANDBYS = `
  select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as current, application_name as name, state,
         pg_wal_lsn_diff(write_lsn, '0/0')::float8 as written, pg_wal_lsn_diff(flush_lsn, '0/0')::float8 as flushed,
         pg_wal_lsn_diff(replay_lsn, '0/0')::float8 as replayed,
         (extract(epoch from write_lag) * 1000)::float8 as "writeLagMs",
         (extract(epoch from flush_lag) * 1000)::float8 as "flushLagMs",
         (extract(epoch from replay_lag) * 1000)::float8 as "replayLagMs"
    from (select 1) one left join pg_stat_replication on true`;

type Steps = [at: 'written' | 'flushed' | 'replayed', lag: 'writeLagMs' | 'flushLagMs' | 'replayLagMs'];

/** A replica at one reading; a replica that connects anew may be listed twice for a moment. */
function standbyIn({ standbys }: Reading, vm: string): Standby | undefined {
  const own = standbys.filter(({ name }) => name === vm);
  return own.find(({ state }) => state === 'streaming') ?? own[0];
}

/**
 * A lag that PostgreSQL measured since the reading before. It goes on showing the last one when nothing is written, and even
 * when nothing is replayed any more: such a figure is old, however small. Null where there is none that is new.
 */
function measuredLag(before: Standby | undefined, now: Standby, [at, lag]: Steps): number | null {
  const moved = before !== undefined && (now[at] ?? 0) > (before[at] ?? 0);
  return moved ? now[lag] : null;
}

/**
 * Age of the oldest change that the replica has not replayed: from the first reading at which the primary already had it,
 * so never more than it is. Null where the replica has replayed all that the primary had.
 */
function waitingMs(readings: readonly Timed<Reading>[], at: Timed<Reading>, replayed: number): number | null {
  if (at.reading.current <= replayed) return null;
  const since = readings.find(({ reading }) => reading.current > replayed);
  return since === undefined ? null : at.atMs - since.atMs;
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(0, ...known);
}

function reduceReplica(
  readings: readonly Timed<Reading>[],
  vm: string,
  window: Window,
): ReplicationData['replicas'][number] {
  const seen = inside(readings, window);
  const lags = { write: [] as (number | null)[], flush: [] as (number | null)[] };
  const seconds: ReplicationData['replicas'][number]['seconds'] = [];
  let streamed = 0;
  let before = readings.findLast(({ atMs }) => atMs < window.fromMs);
  for (const timed of seen) {
    const standby = standbyIn(timed.reading, vm);
    if (standby?.state === 'streaming') streamed += 1;
    if (standby !== undefined && standby.replayed !== null) {
      const earlier = before && standbyIn(before.reading, vm);
      const replay = measuredLag(earlier, standby, ['replayed', 'replayLagMs']);
      lags.write.push(measuredLag(earlier, standby, ['written', 'writeLagMs']));
      lags.flush.push(measuredLag(earlier, standby, ['flushed', 'flushLagMs']));
      seconds.push({
        t: Math.round((timed.atMs - window.loadFromMs) / 1000),
        lagMs: largest([replay, waitingMs(readings, timed, standby.replayed)]),
        lagBytes: Math.max(0, timed.reading.current - standby.replayed),
      });
    }
    before = timed;
  }
  return {
    vm,
    streamingRatio: streamed / seen.length,
    writeLagMaxMs: largest(lags.write),
    flushLagMaxMs: largest(lags.flush),
    lagMaxMs: largest(seconds.map(({ lagMs }) => lagMs)),
    lagBytesMax: largest(seconds.map(({ lagBytes }) => lagBytes)),
    observations: seen.length,
    seconds,
  };
}

/** How far each replica is behind, as its primary sees it: also when the replica itself no longer answers. */
export default defineCollector<'replication', Reading, { replicas: string[] }>({
  id: 'replication',
  source: 'pg_stat_replication of the primary, one reading a second',
  applies: ({ vms }) => vms.some(({ roles }) => roles.includes('replica')),
  async open({ level }) {
    const primary = level.vmWith('postgres');
    const session = databaseSession(() => primary.port(5432), 'crm', level.secrets.monitor);
    return {
      async read() {
        const rows = await session.rows<Standby & { current: number; name: string | null }>(STANDBYS);
        const current = rows[0]?.current;
        if (current === undefined) throw new Error('the primary does not tell where its log ends');
        return {
          current,
          standbys: rows.flatMap(({ current: _, ...standby }) => (standby.name === null ? [] : [standby])),
        };
      },
      facts: async () => ({
        replicas: level.vms.filter(({ roles }) => roles.includes('replica')).map(({ name }) => name),
      }),
      close: session.close,
    };
  },
  reduce(readings, { replicas }, window) {
    if (inside(readings, window).length === 0) throw new Error('no reading in the window');
    return { replicas: replicas.map((vm) => reduceReplica(readings, vm, window)) };
  },
});
