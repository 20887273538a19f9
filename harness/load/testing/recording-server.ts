import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { gzipSync } from 'node:zlib';
import { staffEmail } from '../../../scenarios/lib/staff.ts';
import { createMadeUpCrm, type MadeUpCrm } from '../../../scenarios/testing/made-up-crm.ts';
import { madeUpTenants, madeUpViewer } from '../../../scenarios/testing/made-up-user.ts';
import { monotonicMs, nowMs } from '../../host/clock.ts';

/** One request as the server saw it. */
interface Received {
  /** Log-in name of the session; empty before log-in. */
  who: string;
  /** Method, path and body. */
  what: string;
  /** Epoch milliseconds. */
  arrivedMs: number;
  tookMs: number;
}

/** A request in the server's hands, with the answer that a sound CRM would give. */
export interface Incoming {
  count: number;
  response: ServerResponse;
  request: IncomingMessage;
  answer(): void;
}

export interface RecordingServer {
  baseUrl: string;
  received: Received[];
  /** What happens to each request after log-in; by default it is answered. */
  onRequest: (incoming: Incoming) => void;
  close(): Promise<void>;
}

/**
 * A CRM for the engine's tests: made-up answers, sessions by cookie, and its own record of what came and how long it
 * took, from the request's arrival to the answer's hand-over.
 */
export async function startRecordingServer(tls?: { key: string; cert: string }): Promise<RecordingServer> {
  const received: Received[] = [];
  let count = 0;
  // A session begins from nothing each time: what a user is answered follows from what it did itself.
  const sessions = new Map<string, MadeUpCrm>();
  const listener: RequestListener = (request, response) => {
    const [at, arrivedMs] = [monotonicMs(), nowMs()];
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const isLogIn = request.url === '/api/auth/login';
      const who = isLogIn ? (JSON.parse(body) as { email: string }).email : whoOf(request);
      response.on('finish', () => {
        const what = `${request.method} ${request.url} ${body}`;
        received.push({ who, what, arrivedMs, tookMs: monotonicMs() - at });
      });
      if (isLogIn) sessions.set(who, crmOf(who));
      const answer = () => answerWith(sessions.get(who), { who, body, request, response });
      if (isLogIn) answer();
      else server.onRequest({ count: count++, request, response, answer });
    });
  };
  const http = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  http.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const server: RecordingServer = {
    baseUrl: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    received,
    onRequest: (incoming) => incoming.answer(),
    close: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
  return server;
}

/** Requests of one session, in order. */
export function sequenceOf(server: RecordingServer, tenant: string, staffNumber: number): string[] {
  const who = staffEmail(tenant, staffNumber);
  return server.received.filter((request) => request.who === who).map((request) => request.what);
}

function crmOf(who: string): MadeUpCrm {
  const tenant = who.replace(/^.*@|\.example$/g, '');
  return createMadeUpCrm(madeUpViewer(madeUpTenants.indexOf(tenant)));
}

/** Packed where it was asked for, as a proxy does it. */
function answerWith(
  crm: MadeUpCrm | undefined,
  {
    who,
    body,
    request,
    response,
  }: { who: string; body: string; request: IncomingMessage; response: ServerResponse },
): void {
  const sent: unknown = body === '' ? undefined : JSON.parse(body);
  const made = crm?.({ method: request.method as 'GET', path: request.url ?? '', body: sent });
  const packed = request.headers['accept-encoding'] === 'gzip';
  const text = JSON.stringify(made?.body ?? { error: 'unknown' });
  response.writeHead(made?.status ?? 404, {
    'content-type': 'application/json',
    ...(packed ? { 'content-encoding': 'gzip' } : {}),
    'server-timing': 'db;dur=1.5',
    ...(request.url === '/api/auth/login' ? { 'set-cookie': `sid=${who}; HttpOnly` } : {}),
  });
  response.end(packed ? gzipSync(text, { level: 1 }) : text);
}

function whoOf(request: IncomingMessage): string {
  return /sid=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
}
