import type { ExportRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Query } from '../database.ts';
import { exportKinds } from './kinds.ts';

/** A cell as the driver gives it: dates and moments are ISO 8601 text. */
export type Cell = string | number | boolean | null;

/** Rows fetched at once: few enough that other jobs of the process get their turn in between, many enough for few round trips. */
const pageRows = 1_000;

/**
 * All rows of the kind, in the transaction of `query`. A cursor sees the database as it was when it was opened, however long it is
 * read: sums of the file are those of one moment. The price: the transaction holds a connection of PgBouncer and holds back
 * vacuum for as long as the file is written, some seconds for 100,000 rows. `onPage` is told after each page how many rows there
 * were so far; where it rejects, so does the reading.
 */
export async function* readRows(
  query: Query,
  kind: ExportRow['kind'],
  onPage: (rows: number) => Promise<void>,
): AsyncGenerator<Cell[]> {
  const { columns, from } = exportKinds[kind];
  const headers = columns.map(({ header }) => header);
  const selected = columns.map(({ header, sql }) => `${sql} as "${header}"`).join(', ');
  await query(`declare exported no scroll cursor for select ${selected} from ${from}`);
  for (let done = 0; ; ) {
    const page = await query<Record<string, Cell>>(`fetch ${pageRows} from exported`);
    for (const row of page) yield cellsOf(row, headers);
    done += page.length;
    await onPage(done);
    if (page.length < pageRows) return;
  }
}

function cellsOf(row: Record<string, Cell>, headers: readonly string[]): Cell[] {
  const cells: Cell[] = new Array(headers.length);
  for (let at = 0; at < headers.length; at++) cells[at] = row[headers[at] as string] ?? null;
  return cells;
}
