import type pg from 'pg';
import { HarnessError } from '../harness/core/errors.ts';
import { dropOwnObjects, ownNames } from './own-objects.ts';

/** Any number: who seeds holds this lock until the transaction ends. */
const seedingLock = 9_160_925;

/** Tables, views and sequences of users, without those that belong to a column or an extension. */
const foundSql = `
  select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
    and not exists (
      select from pg_depend d
      where d.classid = 'pg_class'::regclass and d.objid = c.oid
        and (d.deptype = 'e' or (c.relkind = 'S' and d.deptype in ('a', 'i')))
    )
  order by 1`;

/** Whether the table `dataset` is one of a seeding: it has its columns. */
const seededSql = `
  select count(*)::integer as columns from information_schema.columns
  where table_schema = 'public' and table_name = 'dataset'
    and column_name in ('version', 'seed', 'customers', 'anchored_on', 'digest')`;

/**
 * Holds the database for this transaction alone and makes sure that nothing of anybody's is in it. With `replace` it
 * drops what an earlier seeding made, where that is all there is. Throws 'database-not-empty', or 'seed-failed' where
 * another seeding is under way.
 */
export async function claimDatabase(client: pg.ClientBase, { replace = false } = {}): Promise<void> {
  await holdAlone(client);
  const found = (await client.query<{ name: string }>(foundSql)).rows.map(({ name }) => name);
  if (found.length === 0) return;
  const own = await ownNames();
  const foreign = found.filter((name) => !own.tables.includes(name));
  const seeded = found.includes('dataset') && (await isSeeded(client));
  if (!seeded) throw notEmpty(`the database is not empty: it holds ${listed(found)}`);
  if (!replace)
    throw notEmpty(
      'the database already holds a seeded dataset',
      'replace it with --replace, or name an empty one',
    );
  if (foreign.length > 0) throw notEmpty(`the database holds more than a seeded dataset: ${listed(foreign)}`);
  await dropOwnObjects(client, own);
}

/** A session whose client was killed holds the lock until its server notices, which is why this waits. */
async function holdAlone(client: pg.ClientBase): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [seedingLock]).catch((error: { code?: string }) => {
    if (error.code !== '55P03') throw error;
    throw new HarnessError('seed-failed', 'another seeding of this database is under way', {
      hint: 'wait for it to end',
    });
  });
}

async function isSeeded(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ columns: number }>(seededSql);
  return rows[0]?.columns === 5;
}

function listed(names: readonly string[]): string {
  return names.slice(0, 3).join(', ') + (names.length > 3 ? ', ...' : '');
}

function notEmpty(message: string, hint = 'name an empty database'): HarnessError {
  return new HarnessError('database-not-empty', message, {
    hint: `${hint}; nothing in this one was touched`,
  });
}
