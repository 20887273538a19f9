import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HarnessError } from '../harness/core/errors.ts';
import { datasetSchema } from '../harness/core/evidence/setup.ts';
import { STAFF_PASSWORD } from '../scenarios/lib/staff.ts';
import { binaryHeader, binaryTrailer } from './copy-binary.ts';
import { datasetDigest } from './digest.ts';
import { createPlan } from './plan.ts';
import type { SeedProgress } from './port.ts';
import { seedDatabase } from './seed-database.ts';
import { tables } from './tables/all.ts';
import { startThrowawayVm, type ThrowawayVm } from './throwaway-vm.ts';
import { passwordHash } from './values/password.ts';
import { threadsFor } from './workers/row-source.ts';

const request = {
  customers: 1_000,
  seed: 5,
  tenants: ['mangatrai', 'sarkar', 'zinzuwadia'],
  staffPerTenant: 10,
};

let vm: ThrowawayVm;
beforeAll(async () => {
  vm = await startThrowawayVm();
});
afterAll(() => vm?.[Symbol.asyncDispose]());

async function withClient<T>(dsn: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: dsn });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function faultOf(seeding: Promise<unknown>): Promise<HarnessError> {
  const thrown = await seeding.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(HarnessError);
  return thrown as HarnessError;
}

const tablesOf = (database: string) =>
  vm.superuser("select count(*) from pg_tables where schemaname = 'public'", database);

describe('seedDatabase', () => {
  it('writes the same rows into every fresh database, and certifies what is there', async () => {
    const progress: SeedProgress[] = [];
    const first = await seedDatabase(vm.ownerDsn(), request, {
      onProgress: (p) => progress.push(p),
    });
    const second = await seedDatabase(vm.ownerDsn(await vm.freshDatabase()), request);
    expect(datasetSchema.parse(first)).toEqual(first);
    expect(second.digest).toBe(first.digest);
    const plan = createPlan(request, await passwordHash(STAFF_PASSWORD, request.seed));
    expect(datasetDigest(plan)).toBe(first.digest);

    expect(first.tenants.map(({ customers }) => customers)).toEqual([334, 333, 333]);
    for (const { table, rows, bytes } of first.tables) {
      expect(await vm.superuser(`select count(*) from ${table}`), table).toBe(String(rows));
      expect(bytes).toBeGreaterThan(0);
    }
    expect(new Set(progress.map(({ step }) => step))).toEqual(
      new Set(['schema', 'rows', 'indexes', 'analyze', 'certificate']),
    );
    expect(progress.at(-1)).toMatchObject({ rowsWritten: first.rows, rowsExpected: first.rows });
  });

  it('refuses a database that holds a dataset, or anything else', async () => {
    const again = await faultOf(seedDatabase(vm.ownerDsn(), request));
    expect(again.code).toBe('database-not-empty');
    expect(again.message).toBe('the database already holds a seeded dataset');

    const other = await vm.freshDatabase();
    await vm.superuser('create table mine (id integer)', other);
    const fault = await faultOf(seedDatabase(vm.ownerDsn(other), request));
    expect(fault.message).toBe('the database is not empty: it holds mine');
    expect(await tablesOf(other)).toBe('1');
  });

  it('says that the password is wrong without saying which', async () => {
    const dsn = vm.ownerDsn().replace(/:[^:@]+@/, ':guessed-wrong@');
    const fault = await faultOf(seedDatabase(dsn, request));
    expect(fault.code).toBe('database-unreachable');
    expect(fault.message).toContain('password authentication failed');
    expect(`${fault.message} ${fault.hint} ${fault.stack}`).not.toContain('guessed-wrong');
  });

  it('leaves nothing behind when its connection is cut, and can be run again', async () => {
    const name = await vm.freshDatabase();
    let cut: Promise<unknown> = Promise.resolve();
    const kill = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'capacity seed'`;
    const seeding = seedDatabase(
      vm.ownerDsn(name),
      { ...request, customers: 20_000 },
      {
        onProgress: ({ step }) => {
          if (step === 'rows') cut = vm.superuser(kill);
        },
      },
    );
    const fault = await faultOf(seeding);
    await cut;
    expect(fault.code).toBe('seed-failed');
    expect(await tablesOf(name)).toBe('0');
    expect((await seedDatabase(vm.ownerDsn(name), request)).customers).toBe(1_000);
  });
});

describe('the rows in the database', () => {
  it('are those of the digest: what the server sends back in the binary format hashes to the same', async () => {
    // So many that threads make them, whose memory is used again and again.
    const large = { ...request, customers: 6_000 };
    const database = await vm.freshDatabase();
    const { rows } = await seedDatabase(vm.ownerDsn(database), large);
    expect(threadsFor(rows, 'binary')).toBeGreaterThan(0);
    await withClient(vm.ownerDsn(database), async (client) => {
      const digests = (await client.query('select table_digests from dataset')).rows[0].table_digests;
      // jsonb comes back with its keys in another order.
      for (const { name, columns } of tables.filter(
        (table) => !Object.values(table.columns).includes('json'),
      )) {
        const sql = `copy ${name} (${Object.keys(columns).join(', ')}) to stdout with (format binary)`;
        const all = await buffer(client.query(copyTo(sql)));
        const sent = all.subarray(binaryHeader.length, all.length - binaryTrailer.length);
        expect(createHash('sha256').update(sent).digest('hex'), name).toBe(digests[name]);
      }
    });
  });

  it('point nowhere but to rows that are there: every foreign key was checked', async () => {
    const unchecked = "select count(*) from pg_constraint where contype = 'f' and not convalidated";
    expect(await vm.superuser(unchecked)).toBe('0');
    expect(
      Number(await vm.superuser("select count(*) from pg_constraint where contype = 'f'")),
    ).toBeGreaterThan(40);
  });
});

describe('row-level security', () => {
  const tenantTables = 'tenants stores staff products gold_rates customers orders order_items payments leads'
    .split(' ')
    .concat('appointments', 'tasks', 'interactions');

  it('shows no rows without a tenant, and only its own with one', async () => {
    await withClient(vm.appDsn(), async (client) => {
      const count = async (table: string) =>
        Number((await client.query(`select count(*) from ${table}`)).rows[0].count);
      for (const table of tenantTables) expect(await count(table), table).toBe(0);
      await client.query("begin; select set_config('app.tenant_id', '2', true)");
      expect(await count('customers')).toBe(333);
      for (const table of tenantTables.slice(1)) {
        const tenants = await client.query(`select distinct tenant_id from ${table}`);
        expect(tenants.rows, table).toEqual([{ tenant_id: 2 }]);
      }
      await client.query('commit');
      // The setting is an empty text now, no longer absent.
      for (const table of tenantTables) expect(await count(table), table).toBe(0);
    });
  });

  it('does not let a tenant write for another, or the CRM change what it must not', async () => {
    await withClient(vm.appDsn(), async (client) => {
      const inTenant = (sql: string) =>
        client
          .query(`begin; select set_config('app.tenant_id', '2', true); ${sql}; commit`)
          .finally(() => client.query('rollback'));
      const insert = (tenant: number) =>
        `insert into tasks (tenant_id, staff_id, customer_id, title, due_on) values (${tenant}, 2, 2, 'x', '2025-02-01')`;
      await inTenant(insert(2));
      await expect(inTenant(insert(1))).rejects.toThrow(/row-level security/);
      await expect(inTenant("update dataset set digest = ''")).rejects.toThrow(/permission denied/);
    });
  });

  it('gives new rows ids of their own', async () => {
    await withClient(vm.ownerDsn(), async (client) => {
      const { rows } = await client.query('select max(id) as id, count(*) as n from tasks');
      expect(rows[0]).toEqual({ id: 401, n: '401' });
    });
  });
});
