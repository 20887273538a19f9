import type { PgbouncerData } from '../../core/evidence/services.ts';
import { defineCollector, type Timed, type Window } from '../collector.ts';
import { type DatabaseSession, databaseSession } from '../database-session.ts';
import { type PerVm, readEach, reduceEach } from '../per-vm.ts';
import { inside, pairs, steadyGrowth } from '../series.ts';

/** All pools of one PgBouncer together. */
interface Reading {
  poolSize: number;
  clients: number;
  waiting: number;
  /** How long the client that waits longest has waited so far. */
  waitMs: number;
  busy: number;
  transactions: number;
  /** Of all clients that have got their connection, milliseconds. */
  waitedMs: number;
}

type Row = Record<string, unknown>;

const CONSOLE = 'pgbouncer';

/** A column of PgBouncer's answer as a number: it gives 64-bit ones as text. */
function numberIn(row: Row, column: string): number {
  const value = Number(row[column]);
  if (!Number.isFinite(value)) throw new Error(`PgBouncer does not tell ${column}`);
  return value;
}

const sumOf = (rows: readonly Row[], ...columns: string[]) =>
  rows.reduce((sum, row) => columns.reduce((part, column) => part + numberIn(row, column), sum), 0);

/** What `SHOW DATABASES`, `SHOW POOLS` and `SHOW STATS` say, without PgBouncer's own console. Throws where a column is missing. */
export function readingOf(answers: { databases: Row[]; pools: Row[]; stats: Row[] }): Reading {
  const pools = answers.pools.filter(({ database }) => database !== CONSOLE);
  const stats = answers.stats.filter(({ database }) => database !== CONSOLE);
  const databases = answers.databases.filter(({ name }) => name !== CONSOLE);
  const waits = pools.map((row) => numberIn(row, 'maxwait') * 1000 + numberIn(row, 'maxwait_us') / 1000);
  return {
    poolSize: sumOf(databases, 'pool_size'),
    clients: sumOf(pools, 'cl_active', 'cl_waiting'),
    waiting: sumOf(pools, 'cl_waiting'),
    waitMs: Math.max(0, ...waits),
    busy: sumOf(pools, 'sv_active'),
    transactions: sumOf(stats, 'total_xact_count'),
    waitedMs: sumOf(stats, 'total_wait_time') / 1000,
  };
}

async function read(session: DatabaseSession): Promise<Reading> {
  // one after the other: the console takes one statement at a time
  const databases = await session.rows('SHOW DATABASES');
  const pools = await session.rows('SHOW POOLS');
  return readingOf({ databases, pools, stats: await session.rows('SHOW STATS') });
}

function reducePool(readings: Timed<Reading>[], vm: string, window: Window): PgbouncerData['pools'][number] {
  const seen = inside(readings, window).map(({ reading }) => reading);
  const last = seen.at(-1);
  if (last === undefined) throw new Error('no reading in the window');
  const transactions = steadyGrowth(readings, window, (r) => r.transactions);
  const waitedMs = steadyGrowth(readings, window, (r) => r.waitedMs);
  return {
    vm,
    poolSize: last.poolSize,
    clientsMax: Math.max(...seen.map((r) => r.clients)),
    waitingMax: Math.max(...seen.map((r) => r.waiting)),
    waitMaxMs: Math.max(...seen.map((r) => r.waitMs)),
    waitMeanMs: transactions >= 1 ? waitedMs / transactions : null,
    serversBusyMax: Math.max(...seen.map((r) => r.busy)),
    transactions: Math.round(transactions),
    observations: seen.length,
    seconds: pairs(readings, window).map(({ t, after }) => ({ t, waiting: after.waiting, busy: after.busy })),
  };
}

/** Who waits for a database connection, and how long: from the console of every PgBouncer. */
export default defineCollector<'pgbouncer', PerVm<Reading>, null>({
  id: 'pgbouncer',
  source: 'SHOW POOLS and SHOW STATS of every PgBouncer, one reading a second',
  applies: ({ vms }) => vms.some(({ roles }) => roles.includes('pgbouncer')),
  async open({ level }) {
    const sessions = level.vms
      .filter(({ roles }) => roles.includes('pgbouncer'))
      .map((vm) => ({
        vm: vm.name,
        session: databaseSession(() => vm.port(6432), CONSOLE, level.secrets.monitor),
      }));
    const sources = sessions.map(({ vm, session }) => ({ vm, read: () => read(session) }));
    return {
      read: () => readEach(sources),
      facts: async () => null,
      close: async () => void (await Promise.all(sessions.map(({ session }) => session.close()))),
    };
  },
  reduce(readings, _, window) {
    const { rows, notObserved } = reduceEach(readings, (own, vm) => reducePool(own, vm, window));
    return { pools: rows, notObserved };
  },
});
