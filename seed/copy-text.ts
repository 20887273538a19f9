import type { DatasetPlan } from './plan.ts';
import type { CopyValue, Table } from './table.ts';

/** About how many bytes go to the database at once. */
const chunkCharacters = 64 * 1024;

/** A row as a line of COPY's text format, with its line feed. */
export function copyLine(values: readonly CopyValue[]): string {
  return `${values.map(copyField).join('\t')}\n`;
}

function copyField(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return String(value);
}

const special = /[\\\t\n\r]/g;
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escaped(text: string): string {
  return text.replace(special, (character) => escapes[character] as string);
}

/** A part of a table's rows, ready to be sent. */
export interface Chunk {
  bytes: Buffer;
  rows: number;
}

/** All rows of a table in order, in chunks. Only one chunk is in memory at a time. */
export function* chunksOf(table: Table, plan: DatasetPlan): Generator<Chunk, void, undefined> {
  const row = table.rows(plan);
  const count = table.count(plan);
  let text = '';
  let rows = 0;
  for (let index = 0; index < count; index++) {
    text += copyLine(row(index));
    rows++;
    if (text.length >= chunkCharacters) {
      yield { bytes: Buffer.from(text, 'utf8'), rows };
      text = '';
      rows = 0;
    }
  }
  if (rows > 0) yield { bytes: Buffer.from(text, 'utf8'), rows };
}
