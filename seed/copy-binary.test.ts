import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binaryHeader, binaryTrailer, binaryWriter } from './copy-binary.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { tablesSql } from './schema.ts';
import { statementsOf } from './sql-statements.ts';
import type { ColumnType, Value } from './table.ts';
import { tables } from './tables/all.ts';
import { momentText } from './time/calendar.ts';

function rowOf(type: ColumnType, ...values: Value[]): Buffer {
  const into = new GrowingBytes(16);
  const columns = Object.fromEntries(values.map((_, at) => [`c${at}`, type]));
  binaryWriter(columns)(values, into);
  return into.take();
}

/** The bytes of the only value of a row, without the number of values and its length. */
function fieldOf(type: ColumnType, value: Value): Buffer {
  const row = rowOf(type, value);
  expect(row.readInt16BE(0)).toBe(1);
  expect(row.readInt32BE(2)).toBe(row.length - 6);
  return row.subarray(6);
}

describe('binaryWriter', () => {
  it('writes whole numbers in as many bytes as their column has', () => {
    expect(fieldOf('smallint', -2).readInt16BE()).toBe(-2);
    expect(fieldOf('integer', -2_147_483_648).readInt32BE()).toBe(-2_147_483_648);
    fc.assert(
      fc.property(fc.maxSafeInteger(), (n) => {
        expect(fieldOf('bigint', n).readBigInt64BE()).toBe(BigInt(n));
      }),
    );
  });

  it('writes days and moments from the beginning of 2000 on', () => {
    expect(fieldOf('date', 0).readInt32BE()).toBe(9162); // 2025-01-31, as `date - date '2000-01-01'` has it
    fc.assert(
      fc.property(fc.integer({ min: -400_000_000, max: 100_000_000 }), (moment) => {
        const micros = Number(fieldOf('moment', moment).readBigInt64BE());
        const text = momentText(moment).replace(' ', 'T');
        expect(micros / 1000 + Date.parse('2000-01-01T00:00:00Z')).toBe(Date.parse(text));
      }),
    );
  });

  it('writes texts in UTF-8 of any length and JSON with its version before it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 90 }), (text) => {
        const bytes = fieldOf('text', text);
        expect(bytes.toString()).toBe(Buffer.from(text).toString());
      }),
    );
    expect(fieldOf('json', '{"a":"ü"}')).toEqual(Buffer.from('\x01{"a":"ü"}'));
    expect(fieldOf('boolean', true)).toEqual(Buffer.from([1]));
    expect(fieldOf('boolean', false)).toEqual(Buffer.from([0]));
  });

  it('tells null from an empty text, and keeps values apart however long they are', () => {
    const row = rowOf('text', null, '', 'x'.repeat(70_000), 'y', null);
    expect(row.readInt16BE(0)).toBe(5);
    expect(row.readInt32BE(2)).toBe(-1);
    expect(row.readInt32BE(6)).toBe(0);
    expect(row.readInt32BE(10)).toBe(70_000);
    expect(row.subarray(70_014).toString('hex')).toBe('0000000179ffffffff');
  });

  it.each<[ColumnType, Value | undefined]>([
    ['integer', 2 ** 31],
    ['integer', 1.5],
    ['integer', Number.NaN],
    ['integer', '1'],
    ['integer', undefined],
    ['smallint', 32_768],
    ['smallint', -32_769],
    ['bigint', 2 ** 53],
    ['date', 0.5],
    ['moment', 1 / 3],
    ['text', 1],
    ['text', true],
    ['json', 1],
    ['boolean', 1],
    ['boolean', 'true'],
  ])('refuses in a column of type %s the value %s, which the server would misread', (type, value) => {
    expect(() => rowOf(type, value as Value)).toThrow(/.+ in a column of type|is no whole number/);
  });
});

it('has a signature of 19 bytes and a trailer of two', () => {
  expect(Buffer.from(binaryHeader).toString('hex')).toBe('5047434f50590aff0d0a000000000000000000');
  expect(Buffer.from(binaryTrailer).readInt16BE()).toBe(-1);
});

it('sends each column as the type that it has in the schema: the server does not convert', async () => {
  const sqlTypes: Record<ColumnType, string> = {
    smallint: 'smallint',
    integer: 'integer',
    bigint: 'bigint',
    text: 'text',
    boolean: 'boolean',
    date: 'date',
    moment: 'timestamptz',
    json: 'jsonb',
  };
  const made = new Map(
    statementsOf(await tablesSql()).flatMap((statement) => {
      const name = /create table (\w+)/.exec(statement)?.[1];
      return name === undefined ? [] : [[name, statement] as const];
    }),
  );
  for (const { name, columns } of tables)
    for (const [column, type] of Object.entries(columns))
      expect(made.get(name), `${name}.${column}`).toMatch(
        new RegExp(`^\\s*${column} ${sqlTypes[type]}(\\s|,|$)`, 'm'),
      );
});
