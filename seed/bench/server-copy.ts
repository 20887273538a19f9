import pg from 'pg';
import { monotonicMs } from '../../harness/host/clock.ts';
import { tablesSql } from '../schema.ts';
import { analyzeStatements, sessionSql, statementsAfterRows } from '../seeding-sql.ts';
import { tables } from '../tables/all.ts';

const listOf = (columns: object) => Object.keys(columns).join(', ');

/** SQL by which the superuser writes the rows of a seeded database into files of the server's, a table each. */
export function exportSql(folder: string): string {
  return tables
    .map(
      ({ name, columns }) => `copy ${name} (${listOf(columns)}) to '${folder}/${name}' with (format binary)`,
    )
    .join('; ');
}

/**
 * How fast the server alone is: it copies those files into the same tables, frozen, and makes the same keys, policies and
 * statistics, in one session with the same settings. Returns milliseconds by step. The user must be one who may read
 * files of the server's.
 */
export async function copyOnServer(dsn: string, folder: string): Promise<{ step: string; ms: number }[]> {
  const client = new pg.Client({ connectionString: dsn });
  // A connection that breaks fails the statement in hand, which is where it shows.
  client.on('error', () => {});
  await client.connect();
  const steps: { step: string; ms: number }[] = [];
  const take = async (step: string, statements: readonly string[]) => {
    const since = monotonicMs();
    for (const statement of statements) await client.query(statement);
    steps.push({ step, ms: monotonicMs() - since });
  };
  try {
    await take('schema', ['begin', sessionSql, await tablesSql()]);
    await take(
      'rows',
      tables.map(
        ({ name, columns }) =>
          `copy ${name} (${listOf(columns)}) from '${folder}/${name}' with (format binary, freeze true)`,
      ),
    );
    await take('indexes', await statementsAfterRows());
    await take('analyze', analyzeStatements());
    await take('commit', ['commit']);
  } finally {
    await client.end();
  }
  return steps;
}
