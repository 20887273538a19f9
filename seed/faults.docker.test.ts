import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HarnessError } from '../harness/core/errors.ts';
import { seedDatabase } from './seed-database.ts';
import { startThrowawayVm, type ThrowawayVm } from './throwaway-vm.ts';

const request = {
  customers: 1_000,
  seed: 5,
  tenants: ['mangatrai', 'sarkar', 'zinzuwadia'],
  staffPerTenant: 10,
};
const smallDisk = { path: '/small-disk', bytes: 24 * 1024 ** 2 };

let vm: ThrowawayVm;
beforeAll(async () => {
  vm = await startThrowawayVm({ smallDisk });
});
afterAll(() => vm?.[Symbol.asyncDispose]());

async function faultOf(dsn: string, of = request, options = {}): Promise<HarnessError> {
  const thrown = await seedDatabase(dsn, of, options).then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(HarnessError);
  const fault = thrown as HarnessError;
  expect(`${fault.message} ${fault.hint} ${fault.detail} ${fault.stack}`).not.toContain('owner-of-test');
  expect(fault.message).not.toContain('\n');
  return fault;
}

const tablesIn = (database: string) =>
  vm.superuser("select count(*) from pg_tables where schemaname = 'public'", database);

describe('seedDatabase says in one line', () => {
  it('that there is no such database', async () => {
    const fault = await faultOf(vm.ownerDsn('nowhere'));
    expect(fault.code).toBe('database-unreachable');
    expect(fault.message).toContain('database "nowhere" does not exist');
  });

  it('that the database is not in UTF-8', async () => {
    const latin = await vm.freshDatabase("encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0");
    const fault = await faultOf(vm.ownerDsn(latin));
    expect([fault.code, fault.message]).toEqual([
      'seed-failed',
      `database ${latin} has the encoding LATIN1; the rows are UTF-8`,
    ]);
  });

  it('that the user may not create tables', async () => {
    const database = await vm.freshDatabase();
    await vm.superuser(`alter database ${database} owner to postgres`);
    const fault = await faultOf(vm.ownerDsn(database));
    expect(fault.message).toBe(`user crm_owner may not create tables in the schema public of ${database}`);
  });

  it('that the session is read-only', async () => {
    const database = await vm.freshDatabase();
    await vm.superuser(`alter database ${database} set default_transaction_read_only = on`);
    expect((await faultOf(vm.ownerDsn(database))).message).toBe('this server or session is read-only');
  });

  it('that the disk is full, and leaves nothing on it', async () => {
    await vm.execute('install', '-d', '-o', 'postgres', `${smallDisk.path}/tables`);
    await vm.superuser(`create tablespace small location '${smallDisk.path}/tables'`);
    await vm.superuser('grant create on tablespace small to crm_owner');
    const database = await vm.freshDatabase('tablespace small');
    const fault = await faultOf(vm.ownerDsn(database), { ...request, customers: 10_000 });
    expect(fault.code).toBe('no-disk');
    expect(fault.message).toMatch(/^the database has no disk space left: could not extend file/);
    expect(await tablesIn(database)).toBe('0');
  });

  it('that somebody else is seeding, after it has waited for them', async () => {
    const database = await vm.freshDatabase();
    const holding = vm.superuser('select pg_advisory_lock(9160925), pg_sleep(14)', database);
    const fault = await faultOf(vm.ownerDsn(database));
    expect(fault.message).toBe('another seeding of this database is under way');
    await holding;
  });
});

describe('replace', () => {
  it('takes the place of a dataset, and refuses one with anything else beside it', async () => {
    const database = await vm.freshDatabase();
    const dsn = vm.ownerDsn(database);
    const first = await seedDatabase(dsn, request, { replace: true });
    expect((await faultOf(dsn)).hint).toContain('--replace');
    const second = await seedDatabase(dsn, { ...request, seed: 6 }, { replace: true });
    expect(second.digest).not.toBe(first.digest);

    await vm.superuser('create view mine as select id from customers', database);
    const before = await tablesIn(database);
    const fault = await faultOf(dsn, request, { replace: true });
    expect([fault.code, fault.message]).toEqual([
      'database-not-empty',
      'the database holds more than a seeded dataset: mine',
    ]);
    expect(await tablesIn(database)).toBe(before);
    expect(await vm.superuser('select digest from dataset', database)).toBe(second.digest);
  });

  it('drops nothing that other things need, such as a function of somebody', async () => {
    const database = await vm.freshDatabase();
    const dsn = vm.ownerDsn(database);
    const { digest } = await seedDatabase(dsn, request);
    await vm.superuser(
      'create function mine() returns setof customers language sql as $$ select * from customers $$',
      database,
    );
    const fault = await faultOf(dsn, request, { replace: true });
    expect(fault.message).toMatch(/^something else in the database depends on the seeded tables: /);
    expect(await vm.superuser('select digest from dataset', database)).toBe(digest);
  });

  it.each([
    'create table orders (id integer)',
    'create table dataset (id integer)',
    'create schema other; create table other.dataset (version text)',
    'create sequence numbers',
  ])('refuses what no seeding made: %s', async (sql) => {
    const database = await vm.freshDatabase();
    await vm.superuser(sql, database);
    const fault = await faultOf(vm.ownerDsn(database), request, { replace: true });
    expect(fault.code).toBe('database-not-empty');
    expect(fault.message).toMatch(
      /^the database is not empty: it holds (orders|dataset|other\.dataset|numbers)$/,
    );
  });

  it('waits for tables that are in use only so long', async () => {
    const database = await vm.freshDatabase();
    const dsn = vm.ownerDsn(database);
    await seedDatabase(dsn, request);
    const reading = vm.superuser(
      'begin; select count(*) from customers; select pg_sleep(14); commit',
      database,
    );
    const held = `select count(*) from pg_locks l join pg_class c on c.oid = l.relation
      where c.relname = 'customers' and l.mode = 'AccessShareLock' and l.granted`;
    await expect.poll(() => vm.superuser(held, database), { timeout: 10_000 }).not.toBe('0');
    const fault = await faultOf(dsn, request, { replace: true });
    expect(fault.message).toMatch(/^somebody else uses the tables: /);
    await reading;
  });
});

describe('a seeding that is stopped', () => {
  it('ends at once with the reason, and its session with it', async () => {
    const database = await vm.freshDatabase();
    const stop = new AbortController();
    const reason = new HarnessError('interrupted', 'stopped by SIGINT');
    const seeding = seedDatabase(
      vm.ownerDsn(database),
      { ...request, customers: 20_000 },
      {
        signal: stop.signal,
        onProgress: ({ step, rowsWritten }) => {
          if (step === 'rows' && rowsWritten > 50_000) stop.abort(reason);
        },
      },
    );
    await expect(seeding).rejects.toBe(reason);
    const sessions = () =>
      vm.superuser("select count(*) from pg_stat_activity where application_name = 'capacity seed'");
    await expect.poll(sessions, { timeout: 5_000 }).toBe('0');
    expect(await tablesIn(database)).toBe('0');
  });
});
