import { GrowingBytes } from './growing-bytes.ts';
import type { DatasetPlan } from './plan.ts';
import { type RowFormat, type RowWriter, rowWriter } from './row-format.ts';
import type { Table } from './table.ts';

/** A part of a table's rows, ready to be sent. Its bytes have memory of their own, which may be larger. */
export interface Chunk {
  bytes: Buffer<ArrayBuffer>;
  rows: number;
}

/** About how many bytes go to the database, to a file or from one thread to another at once. */
export const chunkBytes = 256 * 1024;

/** Makes chunks of rows. What a table needs for its rows is kept until another table is asked for. */
export interface ChunkMaker {
  /** `count` rows from row `first` on, in `memory` where that is given and large enough. */
  make(table: Table, first: number, count: number, memory?: ArrayBuffer): Chunk;
}

export function createChunkMaker(plan: DatasetPlan, format: RowFormat): ChunkMaker {
  // Most chunks are a little smaller or larger than wanted.
  const into = new GrowingBytes(chunkBytes * 1.25);
  let open: { table: Table; row: ReturnType<Table['rows']>; write: RowWriter } | null = null;
  return {
    make(table, first, count, memory) {
      if (open?.table !== table)
        open = { table, row: table.rows(plan), write: rowWriter(format, table.columns) };
      const { row, write } = open;
      if (memory !== undefined) into.use(Buffer.from(memory));
      for (let index = first; index < first + count; index++) write(row(index), into);
      return { bytes: into.take(), rows: count };
    },
  };
}

/** All rows of a table in order, in chunks. Only one chunk is in memory at a time. */
export function* chunksOf(
  table: Table,
  plan: DatasetPlan,
  format: RowFormat = 'binary',
): Generator<Chunk, void, undefined> {
  const maker = createChunkMaker(plan, format);
  const total = table.count(plan);
  let rows = 0;
  let bytes = 0;
  while (rows < total) {
    const chunk = maker.make(table, rows, Math.min(rowsPerChunk(rows, bytes), total - rows));
    rows += chunk.rows;
    bytes += chunk.bytes.length;
    yield chunk;
  }
}

/** So many rows make a chunk where `rows` rows took `bytes` bytes; before any were made, few enough even if each is large. */
export function rowsPerChunk(rows: number, bytes: number): number {
  return rows === 0 ? 512 : Math.max(1, Math.floor((chunkBytes * rows) / Math.max(1, bytes)));
}
