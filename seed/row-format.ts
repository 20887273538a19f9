import { binaryWriter } from './copy-binary.ts';
import { csvWriter } from './csv/csv-text.ts';
import type { GrowingBytes } from './growing-bytes.ts';
import type { Table, Value } from './table.ts';

/** As what rows are written: COPY's binary format for PostgreSQL, CSV for anybody else. */
export type RowFormat = 'binary' | 'csv';

/** Adds one row. */
export type RowWriter = (values: readonly Value[], into: GrowingBytes) => void;

const writers: Readonly<Record<RowFormat, (columns: Table['columns']) => RowWriter>> = {
  binary: binaryWriter,
  csv: csvWriter,
};

export function rowWriter(format: RowFormat, columns: Table['columns']): RowWriter {
  return writers[format](columns);
}
