import type { DatasetPlan } from './plan.ts';
import type { ColumnType, Table, Value } from './table.ts';
import { dateText, momentText } from './time/calendar.ts';

/** About how many bytes go to the database at once. */
const chunkCharacters = 64 * 1024;

/** Writes rows as lines of COPY's text format, each with its line feed. */
export function lineWriter(columns: Table['columns']): (values: readonly Value[]) => string {
  const types = Object.values(columns);
  return (values) => {
    let line = '';
    for (let at = 0; at < types.length; at++) {
      if (at > 0) line += '\t';
      line += fieldOf(values[at] as Value, types[at] as ColumnType);
    }
    return `${line}\n`;
  };
}

function fieldOf(value: Value, type: ColumnType): string | number {
  if (typeof value === 'string') return isPlain(value) ? value : escaped(value);
  if (value === null) return '\\N';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (type === 'moment') return momentText(value);
  return type === 'date' ? dateText(value) : value;
}

const TAB = 9;
const RETURN = 13;
const BACKSLASH = 92;

/** Whether no character of it means anything to COPY; a loop is several times faster here than an expression. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH || (code <= RETURN && code >= TAB)) return false;
  }
  return true;
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
  const line = lineWriter(table.columns);
  let text = '';
  let rows = 0;
  for (let index = 0; index < count; index++) {
    text += line(row(index));
    rows++;
    if (text.length >= chunkCharacters) {
      yield { bytes: Buffer.from(text, 'utf8'), rows };
      text = '';
      rows = 0;
    }
  }
  if (rows > 0) yield { bytes: Buffer.from(text, 'utf8'), rows };
}
