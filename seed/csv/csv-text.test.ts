import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingBytes } from '../growing-bytes.ts';
import type { Value } from '../table.ts';
import { csvHeader, csvWriter } from './csv-text.ts';

function lineOf(columns: Parameters<typeof csvWriter>[0], values: Value[]): string {
  const into = new GrowingBytes(8);
  csvWriter(columns)(values, into);
  return into.take().toString();
}

/** Reads RFC 4180 by the letter of its grammar. Null for an empty field that is not quoted. */
function parsed(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [[]];
  let at = 0;
  while (at < text.length) {
    const quoted = text[at] === '"';
    const field = quoted ? /"((?:[^"]|"")*)"/y : /([^",\r\n]*)/y;
    field.lastIndex = at;
    const match = field.exec(text);
    if (match === null) throw new Error(`no field at ${at}`);
    const value = match[1] as string;
    rows.at(-1)?.push(quoted ? value.replaceAll('""', '"') : value === '' ? null : value);
    at = field.lastIndex;
    if (text[at] === ',') at++;
    else if (text.startsWith('\r\n', at)) {
      at += 2;
      rows.push([]);
    } else throw new Error(`neither comma nor line end at ${at}`);
  }
  return rows.slice(0, -1);
}

describe('csvWriter', () => {
  it('writes each kind of value', () => {
    expect(
      lineOf(
        {
          a: 'integer',
          b: 'text',
          c: 'boolean',
          d: 'boolean',
          e: 'date',
          f: 'moment',
          g: 'json',
          h: 'bigint',
        },
        [-1, 'Zaveri Bazaar', true, false, -31, -1, '{"a":1,"b":2}', null],
      ),
    ).toBe('-1,Zaveri Bazaar,true,false,2024-12-31,2025-01-30T23:59:59+05:30,"{""a"":1,""b"":2}",\r\n');
  });

  it('writes any whole number', () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -1000, max: 1000 })), (n) => {
        expect(lineOf({ a: 'bigint', b: 'bigint' }, [n, n])).toBe(`${n},${n}\r\n`);
      }),
    );
  });

  it('tells null from an empty text', () => {
    expect(lineOf({ a: 'text', b: 'text', c: 'text' }, ['', null, ''])).toBe('"",,""\r\n');
  });

  it('writes any text so that a reader of RFC 4180 gets it back', () => {
    const text = fc.option(
      fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', ' ', 'ü', '₹'), maxLength: 70 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
        const into = new GrowingBytes(8);
        const write = csvWriter({ a: 'text', b: 'text' });
        for (const row of rows) write(row, into);
        expect(parsed(into.take().toString())).toEqual(rows);
      }),
    );
  });
});

it('has a header of the column names', () => {
  expect(csvHeader({ id: 'integer', tenant_id: 'integer' })).toBe('id,tenant_id\r\n');
});
