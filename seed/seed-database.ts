import type pg from 'pg';
import { HarnessError, messageOf } from '../harness/core/errors.ts';
import { monotonicMs } from '../harness/host/clock.ts';
import { STAFF_PASSWORD } from '../scenarios/lib/staff.ts';
import { type Counted, databaseBytes } from './certificate.ts';
import { certify } from './certify.ts';
import { connect } from './connection.ts';
import { type CopiedTable, copyTable } from './copy-table.ts';
import { writeDatasetRow } from './dataset-row.ts';
import { claimDatabase } from './emptiness.ts';
import { asFault } from './faults.ts';
import { createPlan, type DatasetPlan } from './plan.ts';
import type { SeedDatabase, SeedOptions } from './port.ts';
import { createProgress, type Progress } from './progress.ts';
import { checkedRequest } from './request.ts';
import { tablesSql } from './schema.ts';
import { analyzeStatements, sessionSql, statementsAfterRows } from './seeding-sql.ts';
import { checkServer } from './server-check.ts';
import { rowCount, tables } from './tables/all.ts';
import { passwordHash } from './values/password.ts';
import { openRowSource, threadsFor } from './workers/row-source.ts';

/**
 * Fills an empty database, see `SeedDatabase`. Everything happens in one transaction, so whatever goes wrong, and
 * whenever this process is killed, the database is as it was.
 */
export const seedDatabase: SeedDatabase = async (dsn, request, options = {}) => {
  const started = monotonicMs();
  const checked = checkedRequest(request);
  const { signal } = options;
  signal?.throwIfAborted();
  const client = await connect(dsn);
  const leave = () => client.end().catch(() => {});
  signal?.addEventListener('abort', leave, { once: true });
  try {
    const plan = createPlan(checked, await passwordHash(STAFF_PASSWORD, checked.seed));
    const certificate = await seedInOneTransaction(client, plan, options);
    return { ...certificate, durationMs: monotonicMs() - started, reused: null };
  } catch (error) {
    signal?.throwIfAborted();
    throw asFault(error, dsn);
  } finally {
    signal?.removeEventListener('abort', leave);
    await leave();
  }
};

async function seedInOneTransaction(
  client: pg.Client,
  plan: DatasetPlan,
  options: SeedOptions,
): Promise<Counted> {
  const progress = createProgress(rowCount(plan), options.onProgress ?? (() => {}));
  await client.query('begin');
  await checkServer(client);
  await client.query(sessionSql);
  await claimDatabase(client, options);
  const copied = await fillTables(client, plan, progress);
  await writeDatasetRow(client, plan.request, copied);
  await runStatements(client, 'indexes', progress, await statementsAfterRows());
  await runStatements(client, 'analyze', progress, analyzeStatements());
  progress.step('certificate', 1);
  const certificate = await certify(client, copied);
  progress.did();
  await commit(client);
  // Until then the files of what was replaced count as well.
  const bytes = await databaseBytes(client).catch(() => certificate.databaseBytes);
  return { ...certificate, databaseBytes: bytes };
}

/** What breaks here may break before or after the server has committed: the only time that nobody can say. */
async function commit(client: pg.Client): Promise<void> {
  await client.query('commit').catch((error: unknown) => {
    throw new HarnessError('seed-failed', `the connection was lost while committing: ${messageOf(error)}`, {
      hint: 'the database is as it was before or complete: seed again, a complete one is refused',
    });
  });
}

async function fillTables(client: pg.Client, plan: DatasetPlan, progress: Progress): Promise<CopiedTable[]> {
  const threads = threadsFor(rowCount(plan), 'binary');
  // Threads start while the tables are made.
  const source = openRowSource(plan, tables, { format: 'binary', threads });
  try {
    progress.step('schema');
    await client.query(await tablesSql());
    progress.step('rows');
    const copied: CopiedTable[] = [];
    for (const table of tables) copied.push(await copyTable(client, table, source, progress.wrote));
    return copied;
  } finally {
    await source.close();
  }
}

async function runStatements(
  client: pg.Client,
  step: 'indexes' | 'analyze',
  progress: Progress,
  statements: readonly string[],
): Promise<void> {
  progress.step(step, statements.length);
  for (const statement of statements) {
    await client.query(statement);
    progress.did();
  }
}
