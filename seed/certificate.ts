import type pg from 'pg';
import type { DatasetData } from '../harness/core/evidence/setup.ts';
import type { CopiedTable } from './copy-table.ts';
import type { SeedRequest } from './port.ts';
import { datasetVersion } from './version.ts';

const tenantsSql = `
  select t.slug as tenant,
    (select count(*)::integer from customers c where c.tenant_id = t.id) as customers,
    (select count(*)::integer from staff s where s.tenant_id = t.id) as staff
  from tenants t order by t.id`;

/** States what the database holds, as the database itself counts it. `durationMs` is filled in by whoever timed it. */
export async function certify(
  client: pg.ClientBase,
  request: SeedRequest,
  copied: readonly CopiedTable[],
  digest: string,
): Promise<Omit<DatasetData, 'durationMs'>> {
  const sizes = await client.query<{ bytes: string; total: string }>(
    `select pg_total_relation_size(name::regclass) as bytes, pg_database_size(current_database()) as total
     from unnest($1::text[]) with ordinality as asked (name, at) order by at`,
    [copied.map(({ table }) => table)],
  );
  const tenants = await client.query<DatasetData['tenants'][number]>(tenantsSql);
  return {
    version: datasetVersion,
    seed: request.seed,
    customers: tenants.rows.reduce((sum, tenant) => sum + tenant.customers, 0),
    rows: copied.reduce((sum, table) => sum + table.rows, 0),
    tables: copied.map(({ table, rows }, at) => ({ table, rows, bytes: Number(sizes.rows[at]?.bytes) })),
    tenants: tenants.rows,
    databaseBytes: Number(sizes.rows[0]?.total),
    digest,
  };
}
