import type pg from 'pg';
import { HarnessError, messageOf } from '../harness/core/errors.ts';
import type { DatasetData } from '../harness/core/evidence/setup.ts';
import { monotonicMs } from '../harness/host/clock.ts';
import { STAFF_PASSWORD } from '../scenarios/lib/staff.ts';
import { anchoredOn } from './calendar.ts';
import { certify } from './certificate.ts';
import { connect, withoutPassword } from './connection.ts';
import { type CopiedTable, copyTable } from './copy-table.ts';
import { combinedDigest } from './digest.ts';
import { claimEmptyDatabase } from './emptiness.ts';
import { passwordHash } from './password.ts';
import { createPlan, type DatasetPlan } from './plan.ts';
import type { SeedDatabase, SeedOptions, SeedRequest } from './port.ts';
import { createProgress, type Progress } from './progress.ts';
import { checkedRequest } from './request.ts';
import { keysSql, referencesSql, sequencesSql, tablesSql, tenancySql } from './schema.ts';
import { rowCount, tables } from './tables/all.ts';
import { datasetVersion } from './version.ts';

/**
 * Fills an empty database, see `SeedDatabase`. Everything happens in one transaction, so whatever goes wrong, and
 * whenever this process is killed, the database is as it was.
 */
export const seedDatabase: SeedDatabase = async (dsn, request, options = {}) => {
  const started = monotonicMs();
  const checked = checkedRequest(request);
  const client = await connect(dsn);
  try {
    const plan = createPlan(checked, await passwordHash(STAFF_PASSWORD, checked.seed));
    const certificate = await seedInOneTransaction(client, plan, options);
    return { ...certificate, durationMs: monotonicMs() - started };
  } catch (error) {
    throw asFault(error, dsn);
  } finally {
    await client.end().catch(() => {});
  }
};

async function seedInOneTransaction(
  client: pg.Client,
  plan: DatasetPlan,
  options: SeedOptions,
): Promise<Omit<DatasetData, 'durationMs'>> {
  const progress = createProgress(rowCount(plan), options.onProgress ?? (() => {}));
  await client.query('begin');
  await client.query("set local maintenance_work_mem = '128MB'");
  await claimEmptyDatabase(client);
  progress.step('schema');
  await client.query(await tablesSql());
  progress.step('rows');
  const copied = await copyAll(client, plan, progress);
  const digest = combinedDigest(copied);
  await writeDatasetRow(client, plan.request, digest);
  progress.step('indexes');
  await client.query(await keysSql());
  await client.query(await referencesSql());
  await client.query(await sequencesSql());
  await client.query(await tenancySql());
  progress.step('analyze');
  await client.query(`analyze ${tables.map(({ name }) => name).join(', ')}`);
  progress.step('certificate');
  const certificate = await certify(client, plan.request, copied, digest);
  await client.query('commit');
  return certificate;
}

async function copyAll(client: pg.Client, plan: DatasetPlan, progress: Progress): Promise<CopiedTable[]> {
  const copied: CopiedTable[] = [];
  for (const table of tables) copied.push(await copyTable(client, table, plan, progress.wrote));
  return copied;
}

async function writeDatasetRow(client: pg.Client, request: SeedRequest, digest: string): Promise<void> {
  await client.query(
    'insert into dataset (version, seed, customers, anchored_on, digest) values ($1, $2, $3, $4, $5)',
    [datasetVersion, request.seed, request.customers, anchoredOn, digest],
  );
}

/** SQLSTATE 53100 is 'disk full'. Expected faults pass; what else the database says becomes 'seed-failed'. */
function asFault(error: unknown, dsn: string): unknown {
  if (error instanceof HarnessError) return error;
  const code = (error as { code?: unknown } | null)?.code;
  const said = withoutPassword(messageOf(error), dsn);
  if (code === '53100') {
    return new HarnessError('no-disk', `the database has no disk space left: ${said}`, {
      hint: 'free space or seed fewer customers; nothing was kept',
    });
  }
  return typeof code === 'string' || /[Cc]onnection/.test(said)
    ? new HarnessError('seed-failed', `seeding failed: ${said}`, { hint: 'the database is as it was before' })
    : error;
}
