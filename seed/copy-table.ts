import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { chunksOf } from './copy-text.ts';
import type { DatasetPlan } from './plan.ts';
import type { Table } from './table.ts';

/** What the server took of a table. */
export interface CopiedTable {
  table: string;
  rows: number;
  digest: string;
}

/**
 * Writes all rows of a table, which this transaction must have made (FREEZE asks for it: the rows come in as old ones,
 * visible to all, so no vacuum rewrites them while somebody measures). The stream holds back the generator, not memory.
 */
export async function copyTable(
  client: pg.ClientBase,
  table: Table,
  plan: DatasetPlan,
  onRows: (rows: number) => void,
): Promise<CopiedTable> {
  const hash = createHash('sha256');
  const sql = `copy ${table.name} (${Object.keys(table.columns).join(', ')}) from stdin with (format text, freeze true)`;
  const sink = client.query(copyFrom(sql));
  async function* bytes(): AsyncGenerator<Buffer> {
    for (const chunk of chunksOf(table, plan)) {
      hash.update(chunk.bytes);
      yield chunk.bytes;
      onRows(chunk.rows);
    }
  }
  await pipeline(bytes, sink);
  return { table: table.name, rows: sink.rowCount, digest: hash.digest('hex') };
}
