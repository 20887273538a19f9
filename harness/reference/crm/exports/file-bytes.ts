import { Readable } from 'node:stream';
import type { ReadableStream as NodeWebStream } from 'node:stream/web';
import { writeCsvStream } from 'hucre/csv';
import { writeXlsxStream } from 'hucre/xlsx';
import type { ExportRow } from '../../../../scenarios/lib/contract-outside.ts';
import { csvCell } from './csv-cells.ts';
import { type ExportColumn, exportKinds } from './kinds.ts';
import type { Cell } from './rows.ts';

export const contentTypes: Readonly<Record<ExportRow['format'], string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * The file of such rows as it is read; it pulls rows no faster. CSV is that of RFC 4180 in UTF-8, with the mark by which Excel
 * knows UTF-8. In a sheet every text is a text cell, never a formula, and numbers are numbers; dates and moments are ISO 8601 in
 * both. Beyond Excel's 1,048,576 rows a second sheet follows. Errors of `rows` are errors of the stream.
 */
export function fileBytes(
  kind: ExportRow['kind'],
  format: ExportRow['format'],
  rows: AsyncIterable<Cell[]>,
): Readable {
  const { columns } = exportKinds[kind];
  const headers = columns.map(({ header }) => header);
  const web =
    format === 'csv'
      ? writeCsvStream(guarded(rows, columns), { headers, bom: true, lineSeparator: '\r\n' })
      : writeXlsxStream(rows, {
          name: kind,
          columns: columns.map(({ header }) => ({ header })),
          freezePane: { rows: 1 },
        });
  return Readable.fromWeb(web as NodeWebStream);
}

async function* guarded(rows: AsyncIterable<Cell[]>, columns: readonly ExportColumn[]) {
  const phones = columns.map(({ phone }) => phone === true);
  for await (const row of rows) {
    for (let at = 0; at < row.length; at++) row[at] = csvCell(row[at] as Cell, phones[at] as boolean);
    yield row;
  }
}
