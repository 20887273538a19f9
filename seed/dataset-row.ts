import type pg from 'pg';
import type { CopiedTable } from './copy-table.ts';
import { combinedDigest } from './digest.ts';
import type { SeedRequest } from './port.ts';
import { anchoredOn } from './time/calendar.ts';
import { datasetVersion } from './version.ts';

/** What a seeded database says of itself, in its table `dataset`. */
export interface DatasetRow {
  version: string;
  seed: number;
  customers: number;
  /** YYYY-MM-DD. */
  anchoredOn: string;
  digest: string;
  request: SeedRequest;
  /** SHA-256 of each table's rows, by its name. */
  tableDigests: Record<string, string>;
}

/** Writes the row of a seeding, whose transaction this is. */
export async function writeDatasetRow(
  client: pg.ClientBase,
  request: SeedRequest,
  copied: readonly CopiedTable[],
): Promise<void> {
  const tableDigests = Object.fromEntries(copied.map(({ table, digest }) => [table, digest]));
  await client.query(
    `insert into dataset (version, seed, customers, anchored_on, digest, request, table_digests)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      datasetVersion,
      request.seed,
      request.customers,
      anchoredOn,
      combinedDigest(copied),
      JSON.stringify(request),
      JSON.stringify(tableDigests),
    ],
  );
}

/** The row, or null where the database was not seeded by this project or by another edition of it. */
export async function readDatasetRow(client: pg.ClientBase): Promise<DatasetRow | null> {
  const found = await client.query<{ columns: number }>(
    `select count(*)::integer as columns from information_schema.columns
     where table_schema = 'public' and table_name = 'dataset' and column_name in ('version', 'table_digests')`,
  );
  if (found.rows[0]?.columns !== 2) return null;
  const { rows } = await client.query(
    `select version, seed::float8 as seed, customers, anchored_on::text as "anchoredOn", digest, request,
       table_digests as "tableDigests"
     from dataset`,
  );
  return (rows[0] as DatasetRow | undefined) ?? null;
}
