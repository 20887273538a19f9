import { type IncomingHttpHeaders, request as plain } from 'node:http';
import { request as overTls } from 'node:https';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

// Requests to VMs of a level, for tests.

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Target {
  port: number;
  /** Authority to trust; without it the request is plain HTTP. */
  ca?: string;
}

/** One request on a connection of its own, the path sent as it is given. */
export function ask(
  { port, ca }: Target,
  path: string,
  more: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, agent: false, timeout: 20_000, ...more } as const;
    const asked = ca === undefined ? plain(options) : overTls({ ...options, ca, servername: 'localhost' });
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer to ${path}`)));
    asked.on('error', reject).end();
  });
}

/**
 * Sends all requests at once over a few connections, each without waiting for an answer, and gives the answers as they came,
 * heads and bodies, in no order. No answer's body may hold a status line. Rejects where some are missing.
 */
export async function flood(
  { port, ca }: Target,
  requests: readonly { line: string; headers?: string[] }[],
  connections = 8,
): Promise<{ status: number; text: string }[]> {
  const shares = Array.from({ length: connections }, (_, i) =>
    requests.filter((__, at) => at % connections === i),
  );
  const open = () =>
    ca === undefined
      ? connect(port, '127.0.0.1')
      : connectTls({ host: '127.0.0.1', port, ca, servername: 'localhost' });
  const texts = await Promise.all(
    shares.filter((share) => share.length > 0).map((share) => allAnswers(open(), textOf(share))),
  );
  const answers = texts.flatMap((text) => text.split(/(?=HTTP\/1\.1 \d{3})/));
  if (answers.length !== requests.length)
    throw new Error(`${answers.length} answers to ${requests.length} requests`);
  return answers.map((text) => ({ status: Number(text.slice(9, 12)), text }));
}

/** The last request of a connection asks for its end. */
function textOf(requests: readonly { line: string; headers?: string[] }[]): string {
  return requests
    .map(({ line, headers = [] }, at) => {
      const last = at === requests.length - 1 ? ['Connection: close'] : [];
      return [`${line} HTTP/1.1`, 'Host: localhost', 'Content-Length: 0', ...headers, ...last, '', ''].join(
        '\r\n',
      );
    })
    .join('');
}

function allAnswers(socket: Socket, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    socket.setTimeout(20_000, () => socket.destroy(new Error('no more answers')));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    socket.write(text);
  });
}
