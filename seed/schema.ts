import { readFile } from 'node:fs/promises';

/** The parts of the schema, each with a file in `schema/tables`, `schema/keys` and `schema/references`. */
const areas = ['organisation', 'customers', 'sales', 'trade', 'conversations', 'records'] as const;

/** Tables that a dataset begins without rows in: what the outside world will tell of, and what the CRM keeps of it. */
export const emptyTables = [
  'whatsapp_sessions',
  'export_schedules',
  'shop_orders',
  'gateway_payments',
] as const;

/** Makes the tables, still without keys. */
export const tablesSql = () => readAreas('tables');
/** Primary keys and indexes: after the rows. */
export const keysSql = () => readAreas('keys');
/** Foreign keys: after the primary keys that they point to. */
export const referencesSql = () => readAreas('references');
/** New rows get ids after those that were copied in. */
export const sequencesSql = () => readSql('sequences.sql');
/** Row-level security and what the CRM's roles may do. */
export const tenancySql = () => readSql('tenancy.sql');

async function readAreas(kind: 'tables' | 'keys' | 'references'): Promise<string> {
  const parts = await Promise.all(areas.map((area) => readSql(`${kind}/${area}.sql`)));
  return parts.join('\n');
}

function readSql(name: string): Promise<string> {
  return readFile(new URL(`./schema/${name}`, import.meta.url), 'utf8');
}
