import { expect, it } from 'vitest';
import type { Chunk } from '../chunks.ts';
import type { Table } from '../table.ts';
import { planFor } from '../testing/rows.ts';
import { RowsAhead } from './rows-ahead.ts';

const tableOf = (name: string, rows: number): Table => ({
  name,
  columns: {},
  count: () => rows,
  rows: () => () => [],
});

/** Rows of `rowBytes` bytes each, made at once; counts what was made. */
function makerOf(rowBytes: number) {
  const made = { bytes: 0, rows: [] as [table: string, first: number, count: number][] };
  const make = async ({ name }: Table, first: number, count: number): Promise<Chunk> => {
    made.rows.push([name, first, count]);
    made.bytes += count * rowBytes;
    return { bytes: Buffer.alloc(count * rowBytes), rows: count };
  };
  return { made, make };
}

it('keeps no more bytes ahead than it may, however large a row turns out to be', async () => {
  for (const rowBytes of [10, 20_000]) {
    const { made, make } = makerOf(rowBytes);
    const table = tableOf('t', 40_000_000 / rowBytes);
    const allowed = 4 * 1024 ** 2;
    const rows = new RowsAhead(planFor(), [table], { make, bytes: allowed });
    let taken = 0;
    for await (const { bytes } of rows.chunksOf(table)) {
      taken += bytes.length;
      await new Promise(setImmediate);
      // The first few chunks of a table are asked for before anything is known of its rows: 512 rows each.
      expect(made.bytes - taken).toBeLessThan(Math.max(allowed, 8 * 512 * rowBytes) + 2 * 1024 ** 2);
    }
    expect(taken).toBe(40_000_000);
  }
});

it('asks for the rows of each table once, in order, and goes on to the next table by itself', async () => {
  const { made, make } = makerOf(100);
  const [a, none, b] = [tableOf('a', 10_000), tableOf('none', 0), tableOf('b', 600)];
  const rows = new RowsAhead(planFor(), [a, none, b], { make, bytes: 10 * 1024 ** 2 });
  const taking = rows.chunksOf(a);
  await taking.next();
  await new Promise(setImmediate);
  for await (const _ of taking);
  expect(made.rows.some(([table]) => table === 'b')).toBe(true);
  for await (const _ of rows.chunksOf(none)) throw new Error('there are none');
  for await (const _ of rows.chunksOf(b));
  const next: Record<string, number> = { a: 0, b: 0 };
  for (const [table, first, count] of made.rows) {
    expect(first).toBe(next[table]);
    next[table] = first + count;
  }
  expect(next).toEqual({ a: 10_000, b: 600 });
});

it('hands a failure to whoever takes the rows', async () => {
  const table = tableOf('a', 10);
  const rows = new RowsAhead(planFor(), [table], {
    make: () => Promise.reject(new Error('no rows')),
    bytes: 10,
  });
  await expect(rows.chunksOf(table).next()).rejects.toThrow('no rows');
});

it('uses memory again once what was in it is written, and not before', async () => {
  const table = tableOf('t', 50_000);
  const lent = new Set<ArrayBuffer>();
  let reused = 0;
  const make = async (_: Table, __: number, count: number, memory?: ArrayBuffer): Promise<Chunk> => {
    if (memory !== undefined) reused++;
    expect(memory !== undefined && lent.has(memory)).toBe(false);
    return { bytes: Buffer.from(memory ?? new ArrayBuffer(count * 100)), rows: count };
  };
  const rows = new RowsAhead(planFor(), [table], { make, bytes: 10_000 });
  let taken = 0;
  const isWritten = () => {
    const all = taken % 5 === 0;
    if (all) lent.clear();
    return all;
  };
  for await (const { bytes } of rows.chunksOf(table, isWritten)) {
    lent.add(bytes.buffer);
    if (++taken < 5) expect(reused).toBe(0);
  }
  expect(reused).toBeGreaterThan(5);
});
