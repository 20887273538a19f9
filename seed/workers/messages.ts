import type { Chunk } from '../chunks.ts';
import type { PlanParts } from '../plan.ts';
import type { RowFormat } from '../row-format.ts';

/** What a thread is started with. */
export interface ThreadData {
  parts: PlanParts;
  format: RowFormat;
}

/** Rows that a thread is asked for. It answers each task with a chunk, in the order in which they were sent. */
export interface Task {
  /** Name of the table. */
  table: string;
  first: number;
  count: number;
  /** Of a chunk that was sent, for the one to be made: it goes back and forth. */
  memory?: ArrayBuffer;
}

/** The chunk of a task, or what went wrong with it. */
export type Answer = Chunk | { message: string; stack: string };
