import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HarnessError } from '../harness/core/errors.ts';
import { type Counted, readCertificate } from './certificate.ts';
import { seedDatabase } from './seed-database.ts';
import { type KillPoint, seedAndKill } from './testing/killed-seeding.ts';
import { startThrowawayVm, type ThrowawayVm } from './throwaway-vm.ts';

const request = {
  customers: 2_000,
  seed: 5,
  tenants: ['mangatrai', 'sarkar', 'zinzuwadia'],
  staffPerTenant: 10,
};
const other = { ...request, seed: 6 };

/** Spread over a seeding; those with `afterMs` are in the middle of a statement or of what the database sends. */
const points: KillPoint[] = [
  { step: 'schema' },
  { step: 'rows' },
  { step: 'rows', share: 0.3, afterMs: 5 },
  { step: 'rows', share: 0.8 },
  { step: 'indexes', afterMs: 5 },
  { step: 'indexes', done: 20, afterMs: 2 },
  { step: 'indexes', done: 60 },
  { step: 'analyze', done: 10, afterMs: 1 },
  { step: 'certificate', afterMs: 10 },
  { step: 'certificate', done: 1 },
];

let vm: ThrowawayVm;
beforeAll(async () => {
  vm = await startThrowawayVm();
});
afterAll(() => vm?.[Symbol.asyncDispose]());

const tablesIn = (database: string) =>
  vm.superuser("select count(*) from pg_tables where schemaname = 'public'", database);

/** What stays the same: not the sizes, to which autovacuum adds, and the catalogue rows of what was rolled back. */
function kept({ version, seed, rows, tenants, digest, tables }: Counted) {
  const counts = tables.map(({ bytes: _, indexBytes: __, ...table }) => table);
  return { version, seed, rows, tenants, digest, counts };
}

/** What the database holds, as it counts it now. */
async function heldIn(database: string) {
  const client = new pg.Client({ connectionString: vm.ownerDsn(database) });
  await client.connect();
  try {
    return kept(await readCertificate(client));
  } finally {
    await client.end();
  }
}

describe('a seeding that is killed', () => {
  let digests: { first: string; second: string };
  beforeAll(async () => {
    const digestOf = async (of: typeof request) =>
      (await seedDatabase(vm.ownerDsn(await vm.freshDatabase()), of)).digest;
    digests = { first: await digestOf(request), second: await digestOf(other) };
    expect(digests.second).not.toBe(digests.first);
  });

  it.each(points)('at %j leaves the database as it was, and the next one completes it', async (killAt) => {
    const database = await vm.freshDatabase();
    const dsn = vm.ownerDsn(database);
    await seedAndKill({ dsn, request, killAt });
    expect(await tablesIn(database)).toBe('0');
    const old = kept(await seedDatabase(dsn, request));
    expect(old.digest).toBe(digests.first);

    await seedAndKill({ dsn, request: other, replace: true, killAt });
    expect(await heldIn(database)).toEqual(old);
    expect((await seedDatabase(dsn, other, { replace: true })).digest).toBe(digests.second);
    expect(await heldIn(database)).toMatchObject({ seed: 6, digest: digests.second });
  });

  it('after its end leaves the database complete', async () => {
    const database = await vm.freshDatabase();
    await seedAndKill({ dsn: vm.ownerDsn(database), request, killAt: { step: 'ended' } });
    expect((await heldIn(database)).digest).toBe(digests.first);
  });
});

describe('a server that is killed in the middle of the rows', () => {
  const killServer = async () => {
    const pid = await vm.superuser(
      "select pid from pg_stat_activity where application_name = 'capacity seed'",
    );
    await vm.execute('bash', '-c', `kill -9 ${pid}`);
  };

  it('loses nothing that was there, and takes the next seeding', async () => {
    const database = await vm.freshDatabase();
    const dsn = vm.ownerDsn(database);
    const old = kept(await seedDatabase(dsn, request));
    let killed: Promise<void> | undefined;
    const fault = await seedDatabase(
      dsn,
      { ...request, customers: 20_000 },
      {
        replace: true,
        onProgress: ({ step, rowsWritten }) => {
          if (step === 'rows' && rowsWritten > 100_000) killed ??= killServer();
        },
      },
    ).catch((error: unknown) => error);
    expect(killed).toBeDefined();
    await killed;
    expect(fault).toBeInstanceOf(HarnessError);
    expect((fault as HarnessError).code).toBe('seed-failed');
    expect((fault as HarnessError).message).toMatch(/^the connection to the database was lost: /);
    await recovered();
    expect(await heldIn(database)).toEqual(old);
    expect((await seedDatabase(dsn, other, { replace: true })).seed).toBe(6);
  });

  async function recovered(): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      if (await vm.superuser('select 1').catch(() => null)) return;
      await pause(200);
    }
    throw new Error('PostgreSQL does not come back');
  }
});
