import { Agent, type Dispatcher } from 'undici';
import type { OutsideConfig } from '../outside-config.ts';
import { faultOfAnswer, faultOfFailure, WahaFault } from './waha-faults.ts';

/** A session as WAHA tells of it, as far as we look at it. */
export interface WahaSession {
  name: string;
  status: string;
  config: unknown;
}

/** A text for WAHA to send. */
export interface Text {
  session: string;
  /** `<digits>@c.us`. */
  chatId: string;
  text: string;
  /** Its id, chosen beforehand: `true_<chatId>_<hex>`. */
  wahaId: string;
}

/** One WAHA server. Every call rejects with WahaFault. */
export interface Waha {
  session(name: string): Promise<WahaSession>;
  createSession(name: string, config: object): Promise<void>;
  changeSession(name: string, config: object): Promise<void>;
  startSession(name: string): Promise<void>;
  restartSession(name: string): Promise<void>;
  /** The id and acknowledgement that the message has now. */
  sendText(text: Text): Promise<{ wahaId: string; ack: number }>;
  /** Whether the message is among the latest of its chat. */
  hasMessage(text: Text): Promise<boolean>;
}

/** Longer than the five seconds that WAHA waits for a session which is not working. */
const answerWithinMs = 10_000;
const connectWithinMs = 2_000;
const latestMessages = 20;

/** Idle connections live shorter than a Node server keeps them, so that it is not the server who ends one in use. */
const agent = (answerMs: number) =>
  new Agent({
    keepAliveTimeout: 4_000,
    connections: 32,
    connect: { timeout: connectWithinMs },
    headersTimeout: answerMs,
    bodyTimeout: answerMs,
  });

const servers = new WeakMap<OutsideConfig['whatsapp'], Map<number, Waha>>();

/** The server at this place of the list that the CRM is configured with; null where the list is shorter. */
export function wahaServer(whatsapp: OutsideConfig['whatsapp'], place: number): Waha | null {
  const known = servers.get(whatsapp) ?? new Map<number, Waha>();
  servers.set(whatsapp, known);
  const url = whatsapp.servers[place];
  if (url === undefined) return null;
  const found = known.get(place) ?? createWaha(url, whatsapp.apiKey);
  known.set(place, found);
  return found;
}

/** `url` without a slash at its end; whoever is silent for `answerMs` has given no answer. */
export function createWaha(url: string, apiKey: string, answerMs = answerWithinMs): Waha {
  const dispatcher = agent(answerMs);
  const headers = { 'x-api-key': apiKey };

  async function ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<unknown> {
    const answer = await dispatcher
      .request({
        origin: url,
        path,
        method,
        ...(body === undefined
          ? { headers }
          : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
      .catch((error: unknown) => {
        throw faultOfFailure(error);
      });
    const text = await answer.body.text().catch((error: unknown) => {
      throw faultOfFailure(error);
    });
    const parsed = parse(text);
    if (answer.statusCode >= 200 && answer.statusCode < 300) {
      if (parsed === null) throw new WahaFault('unknown', 'WAHA answers with something that is no JSON');
      return parsed;
    }
    throw faultOfAnswer(answer.statusCode, retryAfterOf(answer), parsed);
  }

  const named = (name: string) => `/api/sessions/${encodeURIComponent(name)}`;
  return {
    session: async (name) => (await ask('GET', named(name))) as WahaSession,
    createSession: async (name, config) =>
      void (await ask('POST', '/api/sessions', { name, start: true, config })),
    changeSession: async (name, config) => void (await ask('PUT', named(name), { name, config })),
    startSession: async (name) => void (await ask('POST', `${named(name)}/start`)),
    restartSession: async (name) => void (await ask('POST', `${named(name)}/restart`)),
    async sendText({ session, chatId, text, wahaId }) {
      const body = { session, chatId, text, id: bareId(wahaId), linkPreview: false };
      const message = (await ask('POST', '/api/sendText', body)) as { id?: unknown; ack?: unknown };
      const { id, ack } = message;
      return {
        wahaId: typeof id === 'string' && id !== '' ? wholeId(id, chatId) : wahaId,
        ack: Number.isInteger(ack) ? Number(ack) : 0,
      };
    },
    async hasMessage({ session, chatId, wahaId }) {
      const chat = `/api/${encodeURIComponent(session)}/chats/${encodeURIComponent(chatId)}`;
      const path = `${chat}/messages?limit=${latestMessages}&downloadMedia=false`;
      const latest = await ask('GET', path).catch((error: unknown) => {
        // it is the question that was refused, not the message
        if (error instanceof WahaFault && error.kind === 'refused')
          throw new WahaFault('unknown', error.message);
        throw error;
      });
      if (!Array.isArray(latest)) throw new WahaFault('unknown', 'WAHA gives no list of messages');
      return latest.some((message) => isMessage(message, wahaId));
    },
  };
}

/** What follows the last underscore: WAHA puts direction and chat before it by itself. */
function bareId(wahaId: string): string {
  return wahaId.slice(wahaId.lastIndexOf('_') + 1);
}

/** The id of a message of ours in full, where WAHA says only what we chose. */
export function wholeId(id: string, chatId: string): string {
  return id.includes('_') ? id : `true_${chatId}_${id}`;
}

function isMessage(message: unknown, wahaId: string): boolean {
  const id = (message as { id?: unknown } | null)?.id;
  return id === wahaId || id === bareId(wahaId);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function retryAfterOf({ headers }: Dispatcher.ResponseData): string | undefined {
  const value = headers['retry-after'];
  return Array.isArray(value) ? value[0] : value;
}
