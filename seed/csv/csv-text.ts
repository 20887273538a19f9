import type { GrowingBytes } from '../growing-bytes.ts';
import type { ColumnType, Table, Value } from '../table.ts';
import { dateText, momentText } from '../time/calendar.ts';

const COMMA = 44;
const QUOTE = 34;
const LINE_FEED = 10;
const RETURN = 13;

/** The first line of a table's file. */
export function csvHeader(columns: Table['columns']): string {
  return `${Object.keys(columns).join(',')}\r\n`;
}

/**
 * Adds rows as RFC 4180 has them, in UTF-8. Null is an empty field, an empty text a quoted one, so that they can be told
 * apart; a moment is ISO 8601 with the offset of India.
 */
export function csvWriter(columns: Table['columns']): (values: readonly Value[], into: GrowingBytes) => void {
  const types = Object.values(columns);
  const count = types.length;
  return (values, into) => {
    for (let at = 0; at < count; at++) {
      if (at > 0) addByte(into, COMMA);
      const value = values[at] as Value;
      if (value !== null) into.addText(fieldOf(value, types[at] as ColumnType));
    }
    addByte(into, RETURN);
    addByte(into, LINE_FEED);
  };
}

function addByte(into: GrowingBytes, byte: number): void {
  into.reserve(1);
  into.bytes[into.length++] = byte;
}

function fieldOf(value: string | number | boolean, type: ColumnType): string {
  if (typeof value === 'string') return isPlain(value) ? value : quoted(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (type === 'date') return dateText(value);
  if (type === 'moment') return momentText(value).replace(' ', 'T');
  return String(value);
}

/** Whether a text stands as it is: not empty, without comma, quote and line end. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === QUOTE || code === LINE_FEED || code === RETURN) return false;
  }
  return text !== '';
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
