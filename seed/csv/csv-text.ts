import type { GrowingBytes } from '../growing-bytes.ts';
import type { ColumnType, Table, Value } from '../table.ts';
import { dateText, dayOfMoment, momentOf } from '../time/calendar.ts';

const COMMA = 44;
const QUOTE = 34;
const LINE_FEED = 10;
const RETURN = 13;

/** The most bytes that a value takes that is no text, with a comma: a moment. */
const widest = 26;
/** Longer texts are searched faster by Node's own code than by a loop here. */
const shortText = 32;

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
      into.reserve(widest);
      if (at > 0) into.addByte(COMMA);
      const value = values[at] as Value;
      if (value !== null) addField(into, value, types[at] as ColumnType);
    }
    into.reserve(2);
    into.addByte(RETURN);
    into.addByte(LINE_FEED);
  };
}

function addField(into: GrowingBytes, value: string | number | boolean, type: ColumnType): void {
  if (typeof value === 'string') into.addText(isPlain(value) ? value : quoted(value));
  else if (typeof value === 'boolean') into.addText(value ? 'true' : 'false');
  else if (type === 'date') into.addText(dateText(value));
  else if (type === 'moment') addMoment(into, value);
  else into.addDigits(value);
}

function addMoment(into: GrowingBytes, moment: number): void {
  const day = dayOfMoment(moment);
  const second = moment - momentOf(day, 0);
  into.addText(dateText(day));
  into.addText(timesOfDay[second] ?? timeOf(second));
}

const timesOfDay: string[] = [];

function timeOf(second: number): string {
  const minute = Math.floor(second / 60);
  const text = `T${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(second % 60)}+05:30`;
  timesOfDay[second] = text;
  return text;
}

function two(n: number): string {
  return n < 10 ? `0${n}` : String(n);
}

/** Whether a text stands as it is: not empty, without comma, quote and line end. */
function isPlain(text: string): boolean {
  if (text.length > shortText)
    return !(text.includes(',') || text.includes('"') || text.includes('\n') || text.includes('\r'));
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === QUOTE || code === LINE_FEED || code === RETURN) return false;
  }
  return text !== '';
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
