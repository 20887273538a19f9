import type pg from 'pg';
import { HarnessError } from '../harness/core/errors.ts';

/** Any number: who seeds holds this lock until the transaction ends. */
const seedingLock = 9_160_925;

/** Tables, views and sequences of users, without those that belong to an extension. */
const foundSql = `
  select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
    and not exists (
      select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
  order by (c.relname = 'dataset') desc, c.relname limit 4`;

/**
 * Holds the database for this transaction alone and makes sure that nothing of anybody's is in it.
 * Throws 'database-not-empty', or 'seed-failed' where another seeding is under way.
 */
export async function claimEmptyDatabase(client: pg.ClientBase): Promise<void> {
  const lock = await client.query('select pg_try_advisory_xact_lock($1) as held', [seedingLock]);
  if (!lock.rows[0]?.held) {
    throw new HarnessError('seed-failed', 'another seeding of this database is under way', {
      hint: 'wait for it to end',
    });
  }
  const found = await client.query<{ name: string }>(foundSql);
  if (found.rows.length === 0) return;
  const names = found.rows.map((row) => row.name);
  const seeded = names.includes('dataset');
  const more = names.length > 3 ? ', ...' : '';
  throw new HarnessError(
    'database-not-empty',
    seeded
      ? 'the database already holds a seeded dataset'
      : `the database is not empty: it holds ${names.slice(0, 3).join(', ')}${more}`,
    { hint: 'name an empty database; nothing in this one was touched' },
  );
}
