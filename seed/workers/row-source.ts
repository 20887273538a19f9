import { describeMachine } from '../../harness/host/machine.ts';
import { type Chunk, createChunkMaker } from '../chunks.ts';
import type { DatasetPlan } from '../plan.ts';
import type { RowFormat } from '../row-format.ts';
import type { Table } from '../table.ts';
import { RowsAhead } from './rows-ahead.ts';
import { startThreads } from './thread-pool.ts';

/** Rows of several tables, made ahead of whoever takes them. */
export interface RowSource {
  /**
   * The rows of a table in order. Tables must be taken whole, and in the order that the source was opened with. Where
   * `isWritten` says that everything taken so far has been written, its memory is used for other rows.
   */
  chunksOf(table: Table, isWritten?: () => boolean): AsyncGenerator<Chunk, void, undefined>;
  /** Ends its threads, whatever they do. */
  close(): Promise<void>;
}

/** Fewer rows than this are made sooner than threads have started. */
const rowsWorthThreads = 200_000;
/** How many bytes wait at most: rows go on being made while the database builds an index. */
const aheadBytes = 16 * 1024 ** 2;

/** More threads than these make rows faster than a database takes them, and than a disk does. */
const mostThreads: Readonly<Record<RowFormat, number>> = { binary: 2, csv: 4 };

/** Threads for so many rows: one core is left to whoever takes the rows. */
export function threadsFor(rows: number, format: RowFormat): number {
  if (rows < rowsWorthThreads) return 0;
  return Math.max(1, Math.min(describeMachine().cores - 1, mostThreads[format]));
}

/** Without threads rows are made here, when they are asked for. The bytes are the same with any number of threads. */
export function openRowSource(
  plan: DatasetPlan,
  order: readonly Table[],
  { format, threads }: { format: RowFormat; threads: number },
): RowSource {
  if (threads === 0) {
    const maker = createChunkMaker(plan, format);
    const rows = new RowsAhead(plan, order, {
      make: async (table, first, count, memory) => maker.make(table, first, count, memory),
      bytes: 0,
    });
    return { chunksOf: (table, isWritten) => rows.chunksOf(table, isWritten), close: async () => {} };
  }
  const { request, pools, passwordHash } = plan;
  const pool = startThreads(threads, { parts: { request, pools, passwordHash }, format });
  const rows = new RowsAhead(plan, order, {
    make: ({ name }, first, count, memory) =>
      pool.make({ table: name, first, count, ...(memory === undefined ? {} : { memory }) }),
    bytes: aheadBytes,
  });
  return { chunksOf: (table, isWritten) => rows.chunksOf(table, isWritten), close: () => pool.close() };
}
