import { closeSync, fdatasync, fdatasyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from './record.ts';

const syncEveryMs = 1000;
const newline = 10;

/**
 * An append-only file of what happened. A line is with the kernel once `flush` has returned, which is before any caller hears
 * of it: so it outlives the death of this process by whatever signal. It is on the disk a second later, so what the last
 * second before a power cut brought may be lost.
 */
export class Journal {
  readonly path: string;
  readonly #file: number;
  #waiting = '';
  #soon: NodeJS.Immediate | null = null;
  #unsynced = false;
  #closed = false;
  readonly #syncing: NodeJS.Timeout;

  /** Opens the file in that folder, which is made if it is not there. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o750 });
    this.path = join(folder, 'journal.ndjson');
    this.#file = openSync(this.path, 'a', 0o640);
    this.#syncing = setInterval(() => this.#sync(), syncEveryMs).unref();
  }

  /** Everything that was ever appended. A last line that was cut short by a crash of the host is left out, and ended. */
  *read(): Generator<Entry> {
    const bytes = readFileSync(this.path);
    let from = 0;
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, from)) {
      const entry = parse(bytes.toString('utf8', from, end));
      from = end + 1;
      if (entry !== null) yield entry;
    }
    if (from < bytes.length) writeSync(this.#file, '\n');
  }

  /** Appends soon: what happens in one turn of the event loop is one write. After a close nothing is taken in. */
  append(entry: Entry): void {
    if (this.#closed) return;
    this.#waiting += `${JSON.stringify(entry)}\n`;
    this.#soon ??= setImmediate(() => this.flush());
  }

  /** Hands over to the kernel what was appended. */
  flush(): void {
    if (this.#closed) return;
    if (this.#soon !== null) clearImmediate(this.#soon);
    this.#soon = null;
    if (this.#waiting === '') return;
    const bytes = Buffer.from(this.#waiting);
    this.#waiting = '';
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
    this.#unsynced = true;
  }

  /** To the disk, and closed. */
  close(): void {
    this.flush();
    this.#closed = true;
    clearInterval(this.#syncing);
    fdatasyncSync(this.#file);
    closeSync(this.#file);
  }

  /** As a killed process would leave it: what was not flushed is gone. */
  abandon(): void {
    this.#closed = true;
    if (this.#soon !== null) clearImmediate(this.#soon);
    clearInterval(this.#syncing);
    closeSync(this.#file);
  }

  #sync(): void {
    if (!this.#unsynced || this.#closed) return;
    this.#unsynced = false;
    fdatasync(this.#file, () => {});
  }
}

function parse(line: string): Entry | null {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    // cut short
    return null;
  }
}
