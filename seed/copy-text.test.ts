import { describe, expect, it } from 'vitest';
import { chunksOf, lineWriter } from './copy-text.ts';
import { createPlan } from './plan.ts';
import type { Table } from './table.ts';

describe('lineWriter', () => {
  it('writes each kind of value as COPY reads it', () => {
    const line = lineWriter({
      id: 'integer',
      a: 'text',
      b: 'boolean',
      c: 'boolean',
      d: 'text',
      e: 'date',
      f: 'moment',
    });
    expect(line([1, 'a b', true, false, null, -31, -1])).toBe(
      '1\ta b\tt\tf\t\\N\t2024-12-31\t2025-01-30 23:59:59+05:30\n',
    );
  });

  it('escapes what would end a field or a row', () => {
    expect(lineWriter({ a: 'text' })(['a\tb\\c\nd\re'])).toBe('a\\tb\\\\c\\nd\\re\n');
  });
});

describe('chunksOf', () => {
  const plan = createPlan({ customers: 100, seed: 1, tenants: ['a'], staffPerTenant: 1 }, 'hash');

  it('sends every row once, in order, in chunks of about 64 kB', () => {
    const table: Table = {
      name: 'any',
      columns: { id: 'integer', text: 'text' },
      count: () => 5_000,
      rows: () => (index) => [index, 'x'.repeat(40)],
    };
    const chunks = [...chunksOf(table, plan)];
    const lines = Buffer.concat(chunks.map((chunk) => chunk.bytes))
      .toString()
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => Number(line.split('\t')[0]))).toEqual(
      Array.from({ length: 5_000 }, (_, i) => i),
    );
    expect(chunks.reduce((sum, chunk) => sum + chunk.rows, 0)).toBe(5_000);
    for (const { bytes } of chunks) expect(bytes.length).toBeLessThan(66_000);
  });

  it('sends nothing for a table without rows', () => {
    const table: Table = { name: 'none', columns: {}, count: () => 0, rows: () => () => [] };
    expect([...chunksOf(table, plan)]).toEqual([]);
  });
});
