import { randomBytes } from 'node:crypto';
import { request as plain } from 'node:http';
import { request as overTls } from 'node:https';
import { HarnessError, messageOf } from '../../core/errors.ts';
import type { Answer, Ask, Seen } from './ask.ts';

/** A system that takes longer than this gives no answer. */
const ANSWER_MS = 10_000;
/** More of an answer is not read: files are looked at by their beginning. */
const MOST_BYTES = 4 * 1024 * 1024;

/** A system to be asked. */
export interface Target {
  /** Address without a path, such as https://127.0.0.1:8443. */
  url: string;
  /** Whether a certificate that nobody known has signed will do. */
  insecure: boolean;
  /** Sent with every question but the bare ones. */
  headers: Record<string, string>;
}

/** The cookies that the answers set, as a client keeps them. */
export interface Session {
  cookie: string;
}

/** Checks what the user typed. Throws HarnessError 'usage'. */
export function targetUrl(text: string): string {
  let url: URL | null = null;
  try {
    url = new URL(text);
  } catch {}
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '') {
    throw new HarnessError('usage', `${text} is no address to ask`, {
      hint: 'give scheme, host and port alone, such as https://127.0.0.1:8443',
    });
  }
  return url.origin;
}

/** One question, one answer; redirects are not followed. Rejects with what went wrong on the way. */
export function send(
  target: Target,
  session: Session,
  question: { ask: Ask; path: string; seen: Seen },
): Promise<Answer> {
  const { ask, path, seen } = question;
  const url = new URL(path, target.url);
  const body =
    ask.form !== undefined
      ? new URLSearchParams(ask.form).toString()
      : ask.body === undefined
        ? null
        : JSON.stringify(ask.body(seen));
  const own = ask.bare
    ? {}
    : { ...target.headers, ...(session.cookie === '' ? {} : { cookie: session.cookie }) };
  const headers = {
    accept: '*/*',
    ...own,
    ...(body === null
      ? {}
      : {
          'content-type': ask.form === undefined ? 'application/json' : 'application/x-www-form-urlencoded',
          'content-length': String(Buffer.byteLength(body)),
        }),
    ...(ask.socket ? upgrade() : {}),
    ...ask.headers,
  };
  const options = {
    method: ask.method,
    headers,
    agent: false as const,
    rejectUnauthorized: !target.insecure,
  };
  return new Promise((resolve, reject) => {
    const asked = (url.protocol === 'https:' ? overTls : plain)(url, options);
    const late = setTimeout(
      () => asked.destroy(new Error(`no answer within ${ANSWER_MS / 1000} s`)),
      ANSWER_MS,
    );
    asked.once('close', () => clearTimeout(late));
    asked.on('error', reject);
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const done = () => {
        keepCookies(session, response.headers['set-cookie'] ?? []);
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          body: jsonOf(text),
        });
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes <= MOST_BYTES) return;
        done();
        asked.destroy();
      });
      response.on('end', done);
      response.on('error', reject);
    });
    asked.on('upgrade', (response, socket, head) => {
      const first = (data: Buffer) => {
        resolve({ status: response.statusCode ?? 0, type: '', body: jsonOf(firstFrame(data)) });
        socket.destroy();
      };
      if (head.length > 0) return first(head);
      socket.once('data', first);
      socket.once('close', () => reject(new Error('the websocket was closed without a message')));
      socket.on('error', reject);
    });
    asked.end(body ?? undefined);
  });
}

function upgrade(): Record<string, string> {
  return {
    ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
    'sec-websocket-key': randomBytes(16).toString('base64'),
  };
}

/** The text of a short frame that a server sent: two bytes and the text, which no server masks. */
function firstFrame(data: Buffer): string {
  const length = (data[1] ?? 0) & 0x7f;
  return length < 126 ? data.subarray(2, 2 + length).toString('utf8') : data.subarray(4).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function keepCookies(session: Session, set: readonly string[]): void {
  const kept = new Map(
    session.cookie
      .split('; ')
      .filter(Boolean)
      .map((one) => [one.split('=')[0], one]),
  );
  for (const one of set) {
    const [pair = ''] = one.split(';');
    kept.set(pair.split('=')[0], pair);
  }
  session.cookie = [...kept.values()].join('; ');
}

/** The fault of a system that gives no answer at all. */
export function unreachable(target: Target, error: unknown): HarnessError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const certificate = /SELF_SIGNED|UNABLE_TO_VERIFY|CERT_|ALTNAME/.test(code);
  return new HarnessError('unreachable', `${target.url} does not answer: ${messageOf(error) || code}`, {
    hint: certificate
      ? 'with --insecure a certificate of its own will do'
      : 'is it started, and is this its port?',
    cause: error,
  });
}
