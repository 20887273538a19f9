import { describe, expect, it } from 'vitest';
import { chunkBytes, chunksOf, createChunkMaker } from './chunks.ts';
import { createPlan } from './plan.ts';
import type { Table } from './table.ts';

const plan = createPlan({ customers: 100, seed: 1, tenants: ['a'], staffPerTenant: 1 }, 'hash');

function tableOf(rows: number, textOf: (index: number) => string): Table {
  return {
    name: 'any',
    columns: { id: 'integer', text: 'text' },
    count: () => rows,
    rows: () => (index) => [index, textOf(index)],
  };
}

describe('chunksOf', () => {
  it('has every row once, in order, in chunks of about the size wanted', () => {
    const chunks = [
      ...chunksOf(
        tableOf(50_000, () => 'x'.repeat(40)),
        plan,
        'csv',
      ),
    ];
    const all = Buffer.concat(chunks.map((chunk) => chunk.bytes));
    expect(
      all
        .toString()
        .trimEnd()
        .split('\r\n')
        .map((line) => Number(line.split(',')[0])),
    ).toEqual(Array.from({ length: 50_000 }, (_, index) => index));
    expect(chunks.reduce((sum, chunk) => sum + chunk.rows, 0)).toBe(50_000);
    for (const { bytes } of chunks) expect(bytes.length).toBeLessThan(chunkBytes * 1.2);
    for (const { bytes } of chunks.slice(1, -1)) expect(bytes.length).toBeGreaterThan(chunkBytes * 0.8);
  });

  it('copes with rows larger than a chunk, and with none', () => {
    const large = [
      ...chunksOf(
        tableOf(3, () => 'x'.repeat(chunkBytes)),
        plan,
      ),
    ];
    expect(large.map(({ rows }) => rows)).toEqual([3]);
    expect([...chunksOf(tableOf(0, String), plan)]).toEqual([]);
  });
});

describe('createChunkMaker', () => {
  it('makes any range of rows, in any order and of any table', () => {
    const maker = createChunkMaker(plan, 'csv');
    const [a, b] = [tableOf(100, () => 'a'), tableOf(100, () => 'b')];
    expect(maker.make(a, 98, 2).bytes.toString()).toBe('98,a\r\n99,a\r\n');
    expect(maker.make(b, 0, 1).bytes.toString()).toBe('0,b\r\n');
    expect(maker.make(a, 0, 1).bytes.toString()).toBe('0,a\r\n');
  });
});
