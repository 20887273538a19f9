import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HarnessError } from '../../harness/core/errors.ts';
import { combinedDigest, datasetDigest } from '../digest.ts';
import type { RowFormat } from '../row-format.ts';
import { tables } from '../tables/all.ts';
import { planFor } from '../testing/rows.ts';
import { openRowSource, threadsFor } from './row-source.ts';
import { startThreads } from './thread-pool.ts';

const plan = planFor({ customers: 300 });
const parts = { request: plan.request, pools: plan.pools, passwordHash: plan.passwordHash };

async function digestOf(threads: number, format: RowFormat): Promise<string> {
  const source = openRowSource(plan, tables, { format, threads });
  const copied: { table: string; digest: string }[] = [];
  try {
    for (const table of tables) {
      const hash = createHash('sha256');
      let rows = 0;
      // Hashed at once: its memory may be used again.
      for await (const chunk of source.chunksOf(table, () => true)) {
        hash.update(chunk.bytes);
        rows += chunk.rows;
      }
      expect(rows, table.name).toBe(table.count(plan));
      copied.push({ table: table.name, digest: hash.digest('hex') });
    }
  } finally {
    await source.close();
  }
  return combinedDigest(copied);
}

describe('a row source', () => {
  it('gives the same bytes with any number of threads, those of the digest without a database', async () => {
    const digest = datasetDigest(plan);
    for (const threads of [0, 1, 2, 3]) expect(await digestOf(threads, 'binary'), `${threads}`).toBe(digest);
    expect(await digestOf(2, 'csv')).toBe(await digestOf(0, 'csv'));
  }, 30_000);

  it('refuses tables in another order than it was opened with', async () => {
    const source = openRowSource(plan, tables, { format: 'binary', threads: 0 });
    const last = tables.at(-1) as (typeof tables)[number];
    await expect(source.chunksOf(last).next()).rejects.toThrow('not the next ones');
  });

  it('does not trouble threads for a few rows', () => {
    expect(threadsFor(10_000, 'csv')).toBe(0);
    expect(threadsFor(5_000_000, 'binary')).toBeGreaterThan(0);
    expect(threadsFor(5_000_000, 'binary')).toBeLessThanOrEqual(2);
  });
});

describe('a thread', () => {
  const make = (pool: ReturnType<typeof startThreads>) =>
    pool.make({ table: 'customers', first: 0, count: 10 });

  it('that fails ends in one line with its reason, for everything that was asked of any thread', async () => {
    const pool = startThreads(2, { parts: { ...parts, pools: {} as never }, format: 'binary' });
    const asked = await Promise.allSettled([make(pool), make(pool), make(pool)]);
    for (const { status } of asked) expect(status).toBe('rejected');
    const fault = await make(pool).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(HarnessError);
    expect((fault as HarnessError).code).toBe('seed-failed');
    expect((fault as HarnessError).message).toMatch(/^a thread that makes rows ended: Cannot read/);
    expect((fault as HarnessError).detail).toMatch(/at \w+/);
    await pool.close();
  });

  it('is ended in the middle of its work, and what it was asked for rejects', async () => {
    const pool = startThreads(1, { parts, format: 'binary' });
    await make(pool);
    const asked = pool.make({ table: 'audit_log', first: 0, count: 2 ** 31 });
    const failed = expect(asked).rejects.toThrow('closed');
    await pool.close();
    await failed;
    await expect(make(pool)).rejects.toThrow('closed');
  });
});
