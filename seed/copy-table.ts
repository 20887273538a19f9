import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { binaryHeader, binaryTrailer } from './copy-binary.ts';
import type { Table } from './table.ts';
import type { RowSource } from './workers/row-source.ts';

/** What the server took of a table. */
export interface CopiedTable {
  table: string;
  rows: number;
  digest: string;
}

/**
 * Writes the rows of a source into a table which this transaction must have made (FREEZE asks for it: the rows come in as
 * old ones, visible to all, so no vacuum rewrites them while somebody measures). Rows are asked for as the server takes
 * them.
 */
export async function copyTable(
  client: pg.Client,
  table: Table,
  source: RowSource,
  onRows: (rows: number) => void,
): Promise<CopiedTable> {
  const hash = createHash('sha256');
  const columns = Object.keys(table.columns).join(', ');
  const sink = client.query(
    copyFrom(`copy ${table.name} (${columns}) from stdin with (format binary, freeze true)`),
  );
  const socket = client.connection.stream;
  const isWritten = () => sink.writableLength === 0 && socket.writableLength === 0;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield binaryHeader;
    for await (const chunk of source.chunksOf(table, isWritten)) {
      hash.update(chunk.bytes);
      yield chunk.bytes;
      onRows(chunk.rows);
    }
    yield binaryTrailer;
  }
  await pipeline(bytes, sink);
  return { table: table.name, rows: sink.rowCount, digest: hash.digest('hex') };
}
