import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What becomes of a sending. `lost`: it is sent, but the connection ends before the answer. `mute`: nothing is, and it ends too.
 * `lie`: it is sent, and the answer is that the session does not work.
 */
export type Fate =
  | 'taken'
  | 'lost'
  | 'lie'
  | 'mute'
  | 'garbage'
  | 'not-working'
  | 'too-many'
  | 'broken'
  | 'refused';

export interface SentText {
  session: string;
  chatId: string;
  text: string;
  id: string;
}

interface Session {
  name: string;
  status: string;
  config: unknown;
}

/** A small WAHA for tests, which writes down what it is asked. Own to the tests of the CRM: the stand-in has more in it. */
export interface RecordingWaha {
  url: string;
  sessions: Map<string, Session>;
  /** Every message that WhatsApp would have got, in order; one that came twice stands twice. */
  taken: SentText[];
  /** `METHOD path` of everything that was asked, without the queries. */
  asked: string[];
  /** Decides about each sending. */
  fate: (text: SentText) => Fate;
  /** Whether it answers 400 to who asks for the messages of a chat. */
  refusesToList: boolean;
  /** Told before the answer to the sending goes out. */
  onTaken: (text: SentText) => Promise<void>;
  /** Goes away, and comes back at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function startRecordingWaha(apiKey: string): Promise<RecordingWaha> {
  let server: Server | null = null;
  let port = 0;
  const waha: RecordingWaha = {
    url: '',
    sessions: new Map(),
    taken: [],
    asked: [],
    fate: () => 'taken',
    refusesToList: false,
    onTaken: async () => {},
    async stop() {
      const old = server;
      server = null;
      old?.closeAllConnections();
      await new Promise((closed) => (old ? old.close(closed) : closed(null)));
    },
    async start() {
      const fresh = createServer((request, response) => void answer(waha, apiKey, request, response));
      server = fresh;
      await new Promise<void>((listening) => fresh.listen(port, '127.0.0.1', listening));
      port = (fresh.address() as AddressInfo).port;
      waha.url = `http://127.0.0.1:${port}`;
    },
  };
  await waha.start();
  return waha;
}

type Body = Record<string, unknown>;

async function answer(
  waha: RecordingWaha,
  apiKey: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://waha');
  const body = await bodyOf(request);
  waha.asked.push(`${request.method} ${pathname}`);
  if (request.headers['x-api-key'] !== apiKey)
    return say(response, 401, { message: 'Unauthorized', statusCode: 401 });
  const [, , first = '', second = '', third = ''] = pathname.split('/').map(decodeURIComponent);
  if (first === 'sendText') return send(waha, body as unknown as SentText, request, response);
  if (second === 'chats') {
    if (waha.refusesToList) return say(response, 400, { message: 'Bad Request' });
    const ofChat = waha.taken.filter(({ session, chatId }) => session === first && chatId === third);
    return say(response, 200, ofChat.slice(-20).map(asMessage));
  }
  if (first === 'sessions')
    return manage(waha, { method: request.method, name: second, action: third, body }, response);
  return say(response, 404, { message: 'Not Found' });
}

async function send(
  waha: RecordingWaha,
  text: SentText,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const session = waha.sessions.get(text.session);
  if (!session) return say(response, 404, { message: 'Session does not exist' });
  const fate = session.status === 'WORKING' ? waha.fate(text) : 'not-working';
  if (fate === 'not-working')
    return say(response, 422, { error: 'not as expected', status: session.status, expected: ['WORKING'] });
  if (fate === 'too-many')
    return say(response.setHeader('retry-after', '1'), 429, { message: 'Too Many Requests' });
  if (fate === 'broken') return say(response, 500, { message: 'Internal Server Error' });
  if (fate === 'refused') return say(response, 400, { message: 'the number does not exist' });
  if (fate === 'mute') return void request.socket.destroy();
  waha.taken.push(text);
  await waha.onTaken(text);
  if (fate === 'lost') request.socket.destroy();
  else if (fate === 'lie')
    say(response, 422, { error: 'not as expected', status: 'STARTING', expected: ['WORKING'] });
  else if (fate === 'garbage') response.writeHead(201).end('<html>bad gateway');
  else say(response, 201, asMessage(text));
}

function manage(
  waha: RecordingWaha,
  { method, name, action, body }: { method: string | undefined; name: string; action: string; body: Body },
  response: ServerResponse,
): void {
  if (name === '')
    waha.sessions.set(String(body.name), { ...(body as unknown as Session), status: 'WORKING' });
  const session = waha.sessions.get(name || String(body.name));
  if (!session) {
    say(response, 404, { message: 'Session not found' });
    return;
  }
  if (method === 'PUT') session.config = body.config;
  if (action === 'start' || action === 'restart') session.status = 'WORKING';
  say(response, method === 'POST' ? 201 : 200, session);
}

const asMessage = ({ id, chatId, text }: SentText) => ({
  id: `true_${chatId}_${id}`,
  to: chatId,
  fromMe: true,
  body: text,
  ack: 0,
});

function say(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  let text = '';
  for await (const part of request) text += part;
  return text === '' ? {} : (JSON.parse(text) as Body);
}
