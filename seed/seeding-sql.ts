import { emptyTables, keysSql, referencesSql, sequencesSql, tenancySql } from './schema.ts';
import { statementsOf } from './sql-statements.ts';
import { tables } from './tables/all.ts';

/** For the seeding transaction alone. A session whose client was killed must not go on building an index for nobody. */
export const sessionSql = `
  set local search_path = public;
  set local client_connection_check_interval = '500ms';
  set local lock_timeout = '10s';
  set local statement_timeout = 0;
  set local idle_in_transaction_session_timeout = 0;
  set local maintenance_work_mem = '128MB';
  set local work_mem = '64MB';
  set local jit = off`;

/** What follows the rows: keys and indexes, foreign keys, sequences, what each tenant may see. */
export async function statementsAfterRows(): Promise<string[]> {
  const parts = await Promise.all([keysSql(), referencesSql(), sequencesSql(), tenancySql()]);
  return parts.flatMap(statementsOf);
}

/** Statistics of every table, one statement a table. */
export function analyzeStatements(): string[] {
  return [...tables.map(({ name }) => name), ...emptyTables].map((name) => `analyze ${name}`);
}
