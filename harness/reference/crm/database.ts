import pg from 'pg';
import type { Route } from './replicas.ts';

/** Where a request's time at the database adds up, in milliseconds. */
export interface DatabaseTime {
  /** Waiting for a connection of the pool. */
  poolMs: number;
  /** From sending a statement to having its answer. */
  queryMs: number;
  /** Where its statements may go; left out: to the primary. */
  route?: Route;
}

/** Time that has yet to add up: of a request that begins, or of work that no request waits for. */
export const noTime = (): DatabaseTime => ({ poolMs: 0, queryMs: 0 });

/** Runs one statement with parameters and returns its rows. */
export type Query = <Row>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

export interface Database {
  /** Runs `work` in one transaction that sees the rows of `tenantId` and no others; rolls back when it throws. */
  asTenant<T>(time: DatabaseTime, tenantId: number, work: (query: Query) => Promise<T>): Promise<T>;
  /** Runs one statement outside any tenant: log-in, readiness, the dataset's own row. */
  bare: <Row>(time: DatabaseTime, text: string, values?: readonly unknown[]) => Promise<Row[]>;
  close(): Promise<void>;
}

/**
 * Connections per worker process. A worker serves one request at a time and waits for the database in between, so ten
 * statements under way keep it busy; four workers' forty stay well below PgBouncer's clients and PostgreSQL's hundred.
 */
const poolSize = 10;
/** Longer waits are answered with 503. */
const poolWaitMs = 10_000;

/** Connections to one server. */
interface Pool {
  /** Runs `work` on a connection of its own; whatever it leaves open is rolled back when it throws. */
  withClient<T>(time: DatabaseTime, work: (query: Query, begin: Begin) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Begins a transaction as a tenant and runs one more statement in the same round trip; its rows. */
type Begin = (tenantId: number, alsoAsk: string) => Promise<Record<string, unknown>[]>;

export function openPool(url: string): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: poolWaitMs,
    idleTimeoutMillis: 60_000,
    application_name: 'crm',
    types: { getTypeParser: parserFor as typeof pg.types.getTypeParser },
  });
  // An idle connection that the server ends is replaced at the next request.
  pool.on('error', () => {});

  async function withClient<T>(
    time: DatabaseTime,
    work: (query: Query, begin: Begin) => Promise<T>,
  ): Promise<T> {
    const asked = performance.now();
    const client = await pool.connect();
    time.poolMs += performance.now() - asked;
    const query = timed(client, time);
    let broken: Error | boolean = false;
    try {
      return await work(query, beginWith(client, time));
    } catch (error) {
      broken = await rolledBack(client).then(
        () => false,
        () => true,
      );
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return { withClient, close: () => pool.end() };
}

export function openDatabase(url: string): Database {
  const { withClient, close } = openPool(url);
  return {
    asTenant: (time, tenantId, work) =>
      withClient(time, async (query) => {
        await query(beginAs(tenantId));
        const result = await work(query);
        await query('commit');
        return result;
      }),
    bare: (time, text, values) => withClient(time, (query) => query(text, values)),
    close,
  };
}

/**
 * Behind PgBouncer in transaction mode the next transaction may run on another connection, and this one may serve
 * another tenant next. So the tenant is set for the transaction only, and in the same round trip as its begin.
 */
function beginAs(tenantId: number): string {
  if (!Number.isSafeInteger(tenantId)) throw new Error('tenant id is no whole number');
  return `begin; select set_config('app.tenant_id', '${tenantId}', true)`;
}

/** Several statements in one message have a result each; the last is that of the statement that was added. */
function beginWith(client: pg.PoolClient, time: DatabaseTime): Begin {
  return async (tenantId, alsoAsk) => {
    const sent = performance.now();
    try {
      const results = (await client.query(`${beginAs(tenantId)}; ${alsoAsk}`)) as unknown as pg.QueryResult[];
      return (results.at(-1)?.rows ?? []) as Record<string, unknown>[];
    } finally {
      time.queryMs += performance.now() - sent;
    }
  };
}

function timed(client: pg.PoolClient, time: DatabaseTime): Query {
  return async <Row>(text: string, values?: readonly unknown[]) => {
    const sent = performance.now();
    try {
      // No `name`: a named statement would live in a connection that the next transaction may not get.
      const result = values ? await client.query(text, [...values]) : await client.query(text);
      return result.rows as Row[];
    } finally {
      time.queryMs += performance.now() - sent;
    }
  };
}

/** Harmless outside a transaction: the server answers with a warning. */
async function rolledBack(client: pg.PoolClient): Promise<void> {
  await client.query('rollback');
}

/** Dates stay `YYYY-MM-DD`, moments become ISO 8601 in UTC, bigint is a number (sums of rupees fit 53 bits). */
const parsers: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.DATE]: (text) => text,
  [pg.types.builtins.TIMESTAMPTZ]: (text) => new Date(text).toISOString(),
  [pg.types.builtins.INT8]: Number,
};

function parserFor(oid: number, format?: 'text' | 'binary'): unknown {
  return parsers[oid] ?? pg.types.getTypeParser(oid, format as 'text');
}
