import type pg from 'pg';
import { HarnessError } from '../harness/core/errors.ts';
import { type Counted, readCertificate } from './certificate.ts';
import type { CopiedTable } from './copy-table.ts';

/**
 * The certificate of a seeding whose transaction this is, after its dataset row was written. Throws 'seed-failed' where
 * the database counts other rows than were copied.
 */
export async function certify(client: pg.ClientBase, copied: readonly CopiedTable[]): Promise<Counted> {
  const certificate = await readCertificate(client);
  for (const [at, { table, rows }] of copied.entries()) {
    const counted = certificate.tables[at];
    if (counted?.table !== table || counted.rows !== rows)
      throw new HarnessError(
        'seed-failed',
        `${rows} rows were copied into ${table}, it holds ${counted?.rows}`,
        {
          hint: 'this is a fault of the seeder; the database is as it was before',
        },
      );
  }
  return certificate;
}
