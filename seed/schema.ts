import { readFile } from 'node:fs/promises';

/** Makes the tables, still without keys. */
export const tablesSql = () => readSql('01-tables.sql');
/** Primary and foreign keys, indexes, sequences: after the rows. */
export const keysSql = () => readSql('02-keys.sql');
/** Row-level security and what the CRM's roles may do. */
export const tenancySql = () => readSql('03-tenancy.sql');

function readSql(name: string): Promise<string> {
  return readFile(new URL(`./schema/${name}`, import.meta.url), 'utf8');
}
