import type { IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { Dispatcher } from 'undici';
import type { RequestOutcome } from '../../core/evidence/samples.ts';

/** An answer that is larger, on the wire or unpacked, is no answer of a CRM: it counts as a wrong body. */
const MOST_BODY_BYTES = 8 * 1024 * 1024;

/** One request on its way. Calls `done` exactly once, whatever happens to it. */
export class Exchange implements Dispatcher.DispatchHandler {
  status = 0;
  /** Bytes of the body on the wire, compressed as they came. */
  bytes = 0;
  headers: IncomingHttpHeaders = {};
  /** Why there is no answer to look at; null where one arrived whole. */
  failure: RequestOutcome | null = null;
  /** The connection cannot be used any more: its answer was given up half way. */
  broken = false;
  #chunks: Buffer[] = [];
  #finished = false;
  readonly #done: (exchange: Exchange) => void;

  constructor(done: (exchange: Exchange) => void) {
    this.#done = done;
  }

  onRequestStart(): void {}

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#finished) return;
    this.bytes += chunk.length;
    if (this.bytes > MOST_BODY_BYTES) this.giveUp('wrong-body');
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#finish(null);
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#finish(outcomeOf(error));
  }

  /** Ends the request from our side; the connection must then be dropped. */
  giveUp(outcome: RequestOutcome): void {
    this.broken = true;
    this.#finish(outcome);
  }

  /** The body as JSON; undefined where it is none, or cannot be unpacked. */
  json(): unknown {
    try {
      const [first, ...more] = this.#chunks;
      if (first === undefined) return undefined;
      const raw = more.length === 0 ? first : Buffer.concat(this.#chunks);
      const packed = this.headers['content-encoding'] === 'gzip';
      const body = packed ? gunzipSync(raw, { maxOutputLength: MOST_BODY_BYTES }) : raw;
      return JSON.parse(body.toString('utf8'));
    } catch {
      return undefined;
    }
  }

  /** Database time from `Server-Timing: db;dur=<ms>`, in microseconds; NaN where the server reports none. */
  databaseUs(): number {
    const timing = this.headers['server-timing'];
    if (timing === undefined) return Number.NaN;
    const found = /(?:^|[,\s])db\s*;[^,]*?dur\s*=\s*"?([\d.]+)/.exec(String(timing));
    return found === null ? Number.NaN : Number(found[1]) * 1000;
  }

  #finish(failure: RequestOutcome | null): void {
    if (this.#finished) return;
    this.#finished = true;
    this.failure = failure;
    this.#done(this);
    this.#chunks = [];
  }
}

const outcomeOfCode: Record<string, RequestOutcome> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  // What came back is not the answer that HTTP promises: as good as a body that cannot be parsed.
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'wrong-body',
  UND_ERR_HEADERS_OVERFLOW: 'wrong-body',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'wrong-body',
};

/** The outcome that an error of the HTTP client stands for. */
export function outcomeOf(error: Error): RequestOutcome {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error.name === 'HTTPParserError' || code.startsWith('HPE_')) return 'wrong-body';
  return outcomeOfCode[code] ?? 'other';
}
