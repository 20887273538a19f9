import type pg from 'pg';
import { HarnessError } from '../harness/core/errors.ts';
import type { DatasetData, DatasetTable } from '../harness/core/evidence/setup.ts';
import { readDatasetRow } from './dataset-row.ts';
import { type Holding, spreadOf } from './spread.ts';
import type { Table } from './table.ts';
import { tables } from './tables/all.ts';

/** A certificate without what only those know who seeded or copied the data. */
export type Counted = Omit<DatasetData, 'durationMs' | 'reused'>;

const tenantsSql = `
  select t.slug as tenant,
    (select count(*)::integer from customers c where c.tenant_id = t.id) as customers,
    (select count(*)::integer from staff s where s.tenant_id = t.id) as staff
  from tenants t order by t.id`;

/**
 * Tables that the world outside writes to on its own: WAHA tells of its sessions as soon as a level is up. Of these only the rows count
 * that were seeded, which have the ids up to their number.
 */
const toldFromOutside: ReadonlySet<string> = new Set(['webhook_events']);

/**
 * States what a seeded database holds: every row is counted now, nothing is taken from an earlier statement but version,
 * seed and digests. With an earlier certificate rows that came from outside since do not count. Throws 'database-not-empty' where the database holds no dataset of this edition.
 */
export async function readCertificate(client: pg.ClientBase, earlier?: Counted): Promise<Counted> {
  const row = await readDatasetRow(client);
  if (row === null)
    throw new HarnessError('database-not-empty', 'the database holds no dataset that this edition seeded', {
      hint: 'seed an empty database',
    });
  const tenants = (await client.query<DatasetData['tenants'][number]>(tenantsSql)).rows;
  const customers = tenants.reduce((sum, tenant) => sum + tenant.customers, 0);
  const counted: DatasetTable[] = [];
  for (const table of tables) {
    const digest = row.tableDigests[table.name] ?? null;
    const seeded = toldFromOutside.has(table.name)
      ? (earlier?.tables.find((one) => one.table === table.name)?.rows ?? null)
      : null;
    const of = { customers, tenants: tenants.length, seeded };
    counted.push({ ...(await countTable(client, table, of)), digest });
  }
  return {
    version: row.version,
    seed: row.seed,
    anchoredOn: row.anchoredOn,
    customers,
    rows: counted.reduce((sum, table) => sum + table.rows, 0),
    tables: counted,
    tenants,
    databaseBytes: await databaseBytes(client),
    schemaDigest: await schemaDigest(client),
    digest: row.digest,
  };
}

/** What the database takes on disk now, in bytes. */
export async function databaseBytes(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>(
    'select pg_database_size(current_database()) as bytes',
  );
  return Number(rows[0]?.bytes);
}

/** Columns, indexes, constraints and policies, a line each. */
const schemaSql = `
  select md5(string_agg(line, e'\\n' order by line)) as digest from (
    select format('column %s.%s %s', table_name, column_name, data_type) as line
      from information_schema.columns where table_schema = 'public'
    union all select indexdef from pg_indexes where schemaname = 'public'
    union all select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid))
      from pg_constraint where connamespace = 'public'::regnamespace
    union all select format('policy %s %s %s', tablename, cmd, qual) from pg_policies where schemaname = 'public'
    union all select format('rows of %s by tenant: %s', relname, relrowsecurity)
      from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
  ) as lines`;

async function schemaDigest(client: pg.ClientBase): Promise<string | null> {
  const { rows } = await client.query<{ digest: string | null }>(schemaSql);
  return rows[0]?.digest ?? null;
}

/** By which column the rows of a table belong to a customer: a thread is one customer's. */
function holderOf({ name, columns }: Table): string | null {
  if (name === 'customers') return null;
  return ['customer_id', 'thread_id'].find((column) => column in columns) ?? null;
}

async function countTable(
  client: pg.ClientBase,
  table: Table,
  of: { customers: number; tenants: number; seeded: number | null },
): Promise<Omit<DatasetTable, 'digest'>> {
  const { name } = table;
  const sizes = await client.query<{ bytes: string; indexes: string }>(
    'select pg_total_relation_size($1::regclass) as bytes, pg_indexes_size($1::regclass) as indexes',
    [name],
  );
  const bytes = Number(sizes.rows[0]?.bytes);
  const indexBytes = Number(sizes.rows[0]?.indexes);
  const holder = holderOf(table);
  const tenant = 'tenant_id' in table.columns ? 'tenant_id' : null;
  const holdings = await readHoldings(client, { table: name, tenant, holder, upToId: of.seeded });
  const rowsOf = (of: readonly Holding[]) => of.reduce((sum, { n, holders }) => sum + n * holders, 0);
  return {
    table: name,
    rows: rowsOf(holdings),
    bytes,
    indexBytes,
    tenantRows:
      tenant === null
        ? []
        : Array.from({ length: of.tenants }, (_, number) =>
            rowsOf(holdings.filter((holding) => holding.tenant === number + 1)),
          ),
    perCustomer: holder === null ? null : spreadOf(holdings, of.customers),
  };
}

/** How many holders have how many rows each, by tenant; without holders all rows of a tenant are one holding. */
async function readHoldings(
  client: pg.ClientBase,
  what: { table: string; tenant: string | null; holder: string | null; upToId: number | null },
): Promise<Holding[]> {
  const { table, tenant, holder, upToId } = what;
  const { rows } = await client.query<Holding>(
    `select tenant, n, loose, count(*)::integer as holders
     from (
       select ${tenant ?? 'null::integer'} as tenant, ${holder === null ? 'true' : `${holder} is null`} as loose,
         ${holder ?? 'null'} as holder, count(*)::float8 as n
       from ${table} ${upToId === null ? '' : `where id <= ${upToId}`} group by 1, 2, 3
     ) as held
     group by 1, 2, 3`,
  );
  return rows;
}
