import { createServer, type IncomingMessage, type Server } from 'node:http';

/** An answer: JSON unless it has a type of its own. */
export interface Answer {
  status: number;
  body: unknown;
  type?: string;
}

/** A request as handlers see it. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string;
  body: string;
}

const longestBody = 64 * 1024;

/**
 * Listens at host and port. A handler that throws is answered with 500 and no word of why; a longer body than 64 kB with
 * 413; an address that is none, such as `//`, with 400.
 */
export async function serve(
  host: string,
  port: number,
  handle: (asked: Asked) => Promise<Answer> | Answer,
): Promise<Server> {
  const server = createServer((request, response) => {
    void bodyOf(request)
      .then((body): Promise<Answer> | Answer => {
        if (body === null) return { status: 413, body: { error: 'the body is longer than 64 kB' } };
        const url = urlOf(request);
        if (url === null) return { status: 400, body: { error: 'no address' } };
        return handle({
          method: request.method ?? 'GET',
          path: url.pathname,
          query: url.searchParams,
          authorization: request.headers.authorization ?? '',
          body,
        });
      })
      .catch((): Answer => ({ status: 500, body: { error: 'internal error' } }))
      .then(({ status, body, type = 'application/json' }) => {
        response.writeHead(status, { 'content-type': type });
        response.end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
      });
  });
  // longer than whoever keeps connections to it
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}

function urlOf(request: IncomingMessage): URL | null {
  try {
    return new URL(request.url ?? '/', 'http://pbx');
  } catch {
    return null;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += (part as Buffer).length;
    if (length <= longestBody) parts.push(part as Buffer);
  }
  return length > longestBody ? null : Buffer.concat(parts).toString();
}
