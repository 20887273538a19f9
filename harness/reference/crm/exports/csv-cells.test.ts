import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { parseCsv } from 'hucre/csv';
import { expect, it } from 'vitest';
import { csvCell } from './csv-cells.ts';
import { fileBytes } from './file-bytes.ts';
import type { Cell } from './rows.ts';

it.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '|x', '+91 98|calc', '+1+1'])(
  'makes text of what a spreadsheet would compute: %j',
  (text) => {
    expect(csvCell(text, false)).toBe(`'${text}`);
    expect(csvCell(text, true)).toBe(`'${text}`);
  },
);

it('leaves telephone numbers in their column, numbers, and all other text as they are', () => {
  expect(csvCell('+919812345678', true)).toBe('+919812345678');
  expect(csvCell('+919812345678', false)).toBe("'+919812345678");
  for (const cell of [-5, 0, true, null, '', 'a=b', 'Asha', '2026-11-26'])
    expect(csvCell(cell, false)).toBe(cell);
});

async function* once(rows: Cell[][]) {
  for (const row of rows) yield [...row];
}
const headers = ['id', 'order id', 'customer id', 'amount inr', 'method', 'status', 'reference', 'paid at'];

it('writes a CSV of RFC 4180 that every text comes back from', async () => {
  const text = fc.string({ unit: 'binary' }).map((drawn) => drawn.replaceAll('\ufeff', ''));
  const row = fc.array(text, { minLength: 8, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
      const file = (await buffer(fileBytes('payments', 'csv', once(rows)))).toString();
      expect(file.charCodeAt(0)).toBe(0xfeff);
      expect(fieldsOf(file.slice(1))).toEqual([
        headers,
        ...rows.map((cells) => cells.map((cell) => csvCell(cell, false))),
      ]);
    }),
    { numRuns: 200 },
  );
});

it('writes the names of the columns where there are no rows', async () => {
  const file = (await buffer(fileBytes('payments', 'csv', once([])))).toString();
  expect(parseCsv(file)).toEqual([headers]);
});

it('passes on what goes wrong with the rows', async () => {
  const broken = async function* (): AsyncGenerator<Cell[]> {
    yield [1, 2, 3, 4, 'upi', 'captured', null, null];
    throw new Error('the database went away');
  };
  for (const format of ['csv', 'xlsx'] as const)
    await expect(buffer(fileBytes('payments', format, broken()))).rejects.toThrow('the database went away');
});

/** A reader of its own: RFC 4180 and nothing else. */
function fieldsOf(file: string): string[][] {
  const rows: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n|$)/gy;
  while (field.lastIndex <= file.length) {
    const [, quoted, bare, end] = field.exec(file) ?? [];
    if (end === undefined) throw new Error(`no field at ${field.lastIndex}`);
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === '') return rows;
    if (end === '\r\n') rows.push([]);
  }
  return rows;
}
