import { describe, expect, it } from 'vitest';
import { seedLine } from './seed-progress.ts';

const rows = (rowsWritten: number) => ({ step: 'rows', rowsWritten, rowsExpected: 1_000_000 }) as const;

describe('seedLine', () => {
  it('says rows, rows a second and the time left once that means something', () => {
    expect(seedLine(rows(1_000), 10).text).toBe('1,000 of 10,00,000 rows');
    // 500,000 rows in 2 s: 2 s more for the rest, and two thirds of the 4 s of all rows for indexes and the like.
    expect(seedLine(rows(500_000), 2_000).text).toBe(
      '5,00,000 of 10,00,000 rows, 2,50,000 rows/s, about 5 s left',
    );
    expect(seedLine(rows(10_000), 10_000).text).toContain('about 28 min left');
  });

  it('never goes back', () => {
    const of = { rowsWritten: 1_000_000, rowsExpected: 1_000_000 };
    const fractions = [
      seedLine({ step: 'schema', rowsWritten: 0, rowsExpected: 1 }, 0),
      seedLine(rows(0), 0),
      seedLine(rows(700_000), 3_000),
      seedLine(rows(1_000_000), 5_000),
      seedLine({ step: 'indexes', ...of, done: 0, of: 40 }, 5_000),
      seedLine({ step: 'indexes', ...of, done: 40, of: 40 }, 5_000),
      seedLine({ step: 'analyze', ...of }, 5_000),
      seedLine({ step: 'certificate', ...of }, 5_000),
    ].map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(Math.max(...fractions)).toBeLessThanOrEqual(1);
  });
});
