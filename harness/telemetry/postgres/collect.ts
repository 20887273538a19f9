import pg from 'pg';
import type { PostgresData } from '../../core/evidence/infrastructure.ts';
import { defineCollector, type Timed, type Window } from '../collector.ts';
import { gaugeAt, growth, inside, pairs, slicesOf } from '../series.ts';

interface Reading {
  connections: number;
  activeQueries: number;
  hits: number;
  reads: number;
  commits: number;
  rollbacks: number;
  deadlocks: number;
  databaseBytes: number;
  /** pg_stat_statements by query id: [calls, total execution ms]. */
  statements: Record<string, [number, number]>;
}

interface Facts {
  version: string;
  maxConnections: number;
  /** Text of each statement by query id, as PostgreSQL normalises it: without values. */
  texts: Record<string, string>;
}

const SLOWEST = 10;
const TEXT_LENGTH = 300;

const GAUGES = `
  select (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as connections,
         (select count(*)::int from pg_stat_activity
           where backend_type = 'client backend' and state = 'active' and pid <> pg_backend_pid()) as "activeQueries",
         blks_hit::float8 as hits, blks_read::float8 as reads, xact_commit::float8 as commits,
         xact_rollback::float8 as rollbacks, deadlocks::float8 as deadlocks,
         pg_database_size(datid)::float8 as "databaseBytes"
    from pg_stat_database where datname = current_database()`;

/**
 * Statements of the application alone: not ours, and not those that only frame a transaction. Counting BEGIN, COMMIT
 * and the tenant setting as queries would flatter the mean.
 */
const STATEMENTS = `
  select queryid::text as id, sum(calls)::float8 as calls, sum(total_exec_time)::float8 as total
    from pg_stat_statements s join pg_roles r on r.oid = s.userid
   where s.dbid = (select oid from pg_database where datname = current_database()) and r.rolname <> current_user
     and r.rolname <> 'postgres' and r.rolname not like '%owner'
     and s.query !~* '^\\s*(begin|start transaction|commit|end|rollback|set|reset|discard|savepoint|release|select set_config|select \\$1$|select 1$)'
   group by queryid`;

async function read(client: pg.Client): Promise<Reading> {
  const gauges = await client.query<Omit<Reading, 'statements'>>(GAUGES);
  const statements = await client.query<{ id: string; calls: number; total: number }>(STATEMENTS);
  const row = gauges.rows[0];
  if (row === undefined) throw new Error('pg_stat_database has no row for this database');
  return { ...row, statements: Object.fromEntries(statements.rows.map((s) => [s.id, [s.calls, s.total]])) };
}

async function readFacts([primary, ...replicas]: readonly [pg.Client, ...pg.Client[]]): Promise<Facts> {
  const settings = await primary.query<{ version: string; max: number }>(
    `select current_setting('server_version') as version, current_setting('max_connections')::int as max`,
  );
  // what only replicas are asked, only they can name; one that was lost cannot
  const texts = await Promise.all([
    textsOf(primary),
    ...replicas.map((replica) => textsOf(replica).catch(() => ({}))),
  ]);
  return {
    version: settings.rows[0]?.version ?? 'unknown',
    maxConnections: settings.rows[0]?.max ?? 0,
    texts: Object.assign({}, ...texts),
  };
}

async function textsOf(client: pg.Client): Promise<Record<string, string>> {
  const texts = await client.query<{ id: string; query: string }>(
    `select queryid::text as id, min(left(regexp_replace(query, '\\s+', ' ', 'g'), ${TEXT_LENGTH})) as query
       from pg_stat_statements group by queryid`,
  );
  return Object.fromEntries(texts.rows.map((row) => [row.id, row.query]));
}

function clientOn(port: number, password: string): pg.Client {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    database: 'crm',
    user: 'crm_monitor',
    password,
    application_name: 'capacity-monitor',
    connectionTimeoutMillis: 5000,
    query_timeout: 5000,
  });
  client.on('error', () => {}); // a lost connection shows as failed readings
  return client;
}

/**
 * Primary and replicas as one reading: counters and statements added up; of the connections the fullest server's, for each
 * has a limit of its own; the size is the primary's. The primary comes first.
 */
export function together(readings: readonly Reading[]): Reading {
  const [primary, ...others] = readings as [Reading, ...Reading[]];
  return others.reduce(
    (all, one) => ({
      connections: Math.max(all.connections, one.connections),
      activeQueries: all.activeQueries + one.activeQueries,
      hits: all.hits + one.hits,
      reads: all.reads + one.reads,
      commits: all.commits + one.commits,
      rollbacks: all.rollbacks + one.rollbacks,
      deadlocks: all.deadlocks + one.deadlocks,
      databaseBytes: all.databaseBytes,
      statements: mergedStatements(all.statements, one.statements),
    }),
    primary,
  );
}

/** What counts of a replica that was lost: what it had done until its last reading; nobody is connected to it. */
export function afterLoss(reading: Reading): Reading {
  return { ...reading, connections: 0, activeQueries: 0 };
}

function mergedStatements(a: Reading['statements'], b: Reading['statements']): Reading['statements'] {
  const merged = { ...a };
  for (const [id, [calls, ms]] of Object.entries(b)) {
    const [before, beforeMs] = merged[id] ?? [0, 0];
    merged[id] = [before + calls, beforeMs + ms];
  }
  return merged;
}

const sum = (reading: Reading, of: 0 | 1) =>
  Object.values(reading.statements).reduce((total, s) => total + s[of], 0);

function slowest(readings: readonly Timed<Reading>[], facts: Facts, window: Window): PostgresData['slowest'] {
  const ids = Object.keys(readings.at(-1)?.reading.statements ?? {});
  return ids
    .map((id) => {
      const calls = growth(readings, window, (r) => r.statements[id]?.[0] ?? 0);
      const totalMs = growth(readings, window, (r) => r.statements[id]?.[1] ?? 0);
      return {
        query: facts.texts[id] ?? `query ${id}`,
        calls: Math.round(calls),
        meanMs: calls > 0 ? totalMs / calls : 0,
        totalMs,
      };
    })
    .filter((statement) => statement.calls > 0)
    .sort((a, b) => b.totalMs - a.totalMs)
    .slice(0, SLOWEST);
}

/** PostgreSQL's own counters over the window, of primary and replicas, read by a monitoring role that sees no rows. */
export default defineCollector<'postgres', Reading, Facts>({
  id: 'postgres',
  source: 'pg_stat_statements, pg_stat_database and pg_stat_activity, one reading a second',
  async open({ level }) {
    const replicas = level.vms.filter((vm) => vm.roles.includes('replica'));
    const servers = [level.vmWith('postgres'), ...replicas];
    const clients = servers.map((vm) => clientOn(vm.port(5432), level.secrets.monitor)) as [pg.Client];
    await Promise.all(clients.map((client) => client.connect()));
    const last = new Map<string, Reading>();
    const readServer = async (client: pg.Client, index: number) => {
      const name = servers[index]?.name ?? '';
      const before = last.get(name);
      if (before !== undefined && level.lost.some(({ vm }) => vm === name)) return afterLoss(before);
      const reading = await read(client);
      last.set(name, reading);
      return reading;
    };
    return {
      read: async () => together(await Promise.all(clients.map(readServer))),
      facts: () => readFacts(clients),
      close: async () => void (await Promise.all(clients.map((client) => client.end()))),
    };
  },
  reduce(readings, facts, window) {
    const seen = inside(readings, window);
    if (seen.length === 0) throw new Error('no reading in the window');
    const calls = growth(readings, window, (r) => sum(r, 0));
    const totalExecMs = growth(readings, window, (r) => sum(r, 1));
    const hits = growth(readings, window, (r) => r.hits);
    const reads = growth(readings, window, (r) => r.reads);
    return {
      version: facts.version,
      calls: Math.round(calls),
      totalExecMs,
      meanExecMs: calls >= 1 ? totalExecMs / calls : null,
      meanExecMsBatches: slicesOf(window).flatMap((slice) => {
        const n = growth(readings, slice, (r) => sum(r, 0));
        return n >= 1 ? [growth(readings, slice, (r) => sum(r, 1)) / n] : [];
      }),
      slowest: slowest(readings, facts, window),
      maxConnections: facts.maxConnections,
      connectionsMax: Math.max(...seen.map((r) => r.reading.connections)),
      bufferHitRatio: hits + reads > 0 ? hits / (hits + reads) : null,
      databaseBytes: gaugeAt(readings, window.toMs, (r) => r.databaseBytes),
      commits: Math.round(growth(readings, window, (r) => r.commits)),
      rollbacks: Math.round(growth(readings, window, (r) => r.rollbacks)),
      deadlocks: Math.round(growth(readings, window, (r) => r.deadlocks)),
      observations: seen.length,
      seconds: pairs(readings, window).map(({ t, after }) => ({
        t,
        connections: after.connections,
        activeQueries: after.activeQueries,
      })),
    };
  },
});
