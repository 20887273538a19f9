import { type Chunk, rowsPerChunk } from '../chunks.ts';
import type { DatasetPlan } from '../plan.ts';
import type { Table } from '../table.ts';

/** As long as nothing is known of the size of a table's rows, so many chunks of it are asked for. */
const chunksUnseen = 8;

/** A table whose rows are being asked for. */
interface Asked {
  table: Table;
  count: number;
  /** The next row to ask for. */
  next: number;
  chunks: number;
  /** What came back of it. */
  rows: number;
  bytes: number;
}

/** Where chunks come from, and how many bytes of them may be ahead. */
interface Origin {
  make(table: Table, first: number, count: number, memory?: ArrayBuffer): Promise<Chunk>;
  bytes: number;
}

/** Asks for chunks of the tables in their order and keeps some of them ahead; hands them out in that order. */
export class RowsAhead {
  readonly #plan: DatasetPlan;
  readonly #order: Iterator<Table>;
  readonly #from: Origin;
  readonly #queue: { table: Table; chunk: Promise<Chunk>; bytes: number }[] = [];
  #asked: Asked | null;
  #bytes = 0;
  /** Of chunks that were handed out and may not be written yet, and of those that are. */
  readonly #lent: ArrayBuffer[] = [];
  readonly #free: ArrayBuffer[] = [];

  constructor(plan: DatasetPlan, order: readonly Table[], from: Origin) {
    this.#plan = plan;
    this.#order = order.values();
    this.#from = from;
    this.#asked = this.#nextTable();
  }

  /** The rows of a table, see `RowSource`. */
  async *chunksOf(table: Table, isWritten?: () => boolean): AsyncGenerator<Chunk, void, undefined> {
    for (let rows = table.count(this.#plan); rows > 0; ) {
      this.#fill();
      const first = this.#queue.shift();
      if (first?.table !== table) throw new Error(`rows of ${table.name} are not the next ones`);
      const chunk = await first.chunk;
      this.#bytes -= first.bytes;
      rows -= chunk.rows;
      // Before the chunk is taken: its taker may be slow.
      this.#fill();
      const { buffer } = chunk.bytes;
      yield chunk;
      if (isWritten === undefined) continue;
      this.#lent.push(buffer);
      if (isWritten()) this.#free.push(...this.#lent.splice(0));
    }
  }

  #fill(): void {
    while (this.#queue.length === 0 || this.#bytes < this.#from.bytes) {
      if (!this.#askForOne()) return;
    }
  }

  /** False where there is nothing more to ask for, or not yet. */
  #askForOne(): boolean {
    while (this.#asked !== null && this.#asked.next === this.#asked.count) this.#asked = this.#nextTable();
    const asked = this.#asked;
    if (asked === null || (asked.rows === 0 && asked.chunks >= chunksUnseen)) return false;
    const count = Math.min(rowsPerChunk(asked.rows, asked.bytes), asked.count - asked.next);
    const entry = {
      table: asked.table,
      chunk: this.#from.make(asked.table, asked.next, count, this.#free.pop()),
      bytes: asked.rows === 0 ? 0 : (count * asked.bytes) / asked.rows,
    };
    asked.next += count;
    asked.chunks++;
    this.#bytes += entry.bytes;
    this.#queue.push(entry);
    entry.chunk.then(
      ({ rows, bytes }) => {
        asked.rows += rows;
        asked.bytes += bytes.length;
        this.#bytes += bytes.length - entry.bytes;
        entry.bytes = bytes.length;
      },
      () => {}, // whoever takes the chunk gets to know
    );
    return true;
  }

  #nextTable(): Asked | null {
    const { value: table } = this.#order.next();
    if (table === undefined) return null;
    return { table, count: table.count(this.#plan), next: 0, chunks: 0, rows: 0, bytes: 0 };
  }
}
