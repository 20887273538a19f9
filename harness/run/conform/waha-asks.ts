import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Ask } from './ask.ts';
import { opening } from './crm-reads.ts';

// What the CRM needs of a WAHA, after its OpenAPI description.

const states = [
  ...['STOPPED', 'STARTING', 'SCAN_QR_CODE', 'WORKING', 'FAILED'],
  ...['PASSKEY_REQUIRED', 'PASSKEY_CONFIRMATION_REQUIRED'],
] as const;
const session = z.looseObject({ name: z.string().min(1), status: z.enum(states) });
const sessions = z.array(session);
const message = z.looseObject({ id: z.string().min(1) });

const ABSENT = 'capacity-conform-absent';

const get = (route: string, more: Partial<Ask> = {}): Ask => ({
  ...{ method: 'GET', route, asked: '', required: true, expect: [200], ...more },
});
const post = (route: string, more: Partial<Ask>): Ask => ({
  ...{ method: 'POST', route, asked: '', required: true, expect: [201], writes: true as const, ...more },
});

/** Asks about `name`, else the first session that there is. `sendTo` is the chat that one message goes to; null: none is sent, and that stands among the answers. */
export function wahaAsks(name: string | null, sendTo: string | null): Ask[] {
  const named = (route: string) =>
    name === null
      ? opening(route.replace('{session}', ':id'), 'session')
      : () => route.replace('{session}', name);
  return [
    get('/ping', { shape: z.looseObject({ message: z.literal('pong') }), bare: true }),
    get('/health', { required: false, expect: [200, 503], shape: z.looseObject({ status: z.string() }) }),
    get('/api/sessions', { asked: 'without the key', bare: true, expect: [401] }),
    get('/api/sessions', {
      ...{ asked: 'all of them', path: () => '/api/sessions?all=true', shape: sessions, opens: true },
      keep(body, seen) {
        const all = body as { name: string; status: string }[];
        const best = all.find(({ status }) => status === 'WORKING') ?? all[0];
        if (best !== undefined) seen.set('session', best.name);
      },
    }),
    get('/api/sessions/{session}', { path: named('/api/sessions/{session}'), shape: session }),
    get('/api/sessions/{session}', {
      ...{ asked: 'one that is not there', path: () => `/api/sessions/${ABSENT}`, expect: [404] },
    }),
    get('/api/sessions/{session}/me', { required: false, path: named('/api/sessions/{session}/me') }),
    get('/api/server/version', {
      required: false,
      shape: z.looseObject({ version: z.string(), engine: z.string() }),
    }),
    get('/api/server/status', { required: false, shape: z.looseObject({ uptime: z.number() }) }),
    ...ownSession(`capacity-conform-${randomBytes(6).toString('hex')}`),
    post('/api/sendText', {
      ...{ asked: 'with a session that is not there', expect: [400, 404, 422] },
      body: () => ({ session: ABSENT, chatId: '10000000000@c.us', text: 'Conformance check' }),
    }),
    sendText(sendTo, named),
  ];
}

/** A session of a name that no earlier run has left: made, looked at and removed again where it may write. */
function ownSession(own: string): Ask[] {
  const hook = {
    url: 'http://127.0.0.1:9/webhooks/none/waha',
    events: ['message', 'message.ack', 'session.status'],
    hmac: { key: 'conformance-check' },
    retries: { policy: 'constant', delaySeconds: 2, attempts: 1 },
  };
  return [
    post('/api/sessions', {
      ...{ asked: 'a stopped one with a signed webhook', shape: session },
      body: () => ({ name: own, start: false, config: { metadata: { tenant: 'none' }, webhooks: [hook] } }),
      keep: (_, seen) => void seen.set('own', own),
      undo: () => `/api/sessions/${own}`,
    }),
    {
      ...post('/api/sessions/{session}', {
        path: opening('/api/sessions/:id', 'own'),
        expect: [200],
        shape: session,
      }),
      ...{
        method: 'PUT',
        asked: 'its configuration',
        body: () => ({ name: own, config: { webhooks: [hook] } }),
      },
    },
    post('/api/sessions/{session}/stop', { path: opening('/api/sessions/:id/stop', 'own') }),
    {
      ...post('/api/sessions/{session}', { path: opening('/api/sessions/:id', 'own'), expect: [200, 204] }),
      method: 'DELETE',
    },
  ];
}

function sendText(chatId: string | null, named: (route: string) => NonNullable<Ask['path']>): Ask {
  return {
    ...post('/api/sendText', { asked: `to ${chatId ?? 'a chat'}`, shape: message, reaches: true }),
    wants: chatId === null ? '--send-to' : undefined,
    path: (seen) => (named('{session}')(seen) === null ? null : '/api/sendText'),
    body: (seen) => ({ session: named('{session}')(seen), chatId, text: 'Conformance check' }),
  };
}
