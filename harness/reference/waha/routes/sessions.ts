import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { unprocessable } from '../refusal.ts';
import type { Session } from '../session.ts';
import type { Waha } from '../waha.ts';
import { configSchema, type SessionConfig } from '../webhook-config.ts';

interface Named {
  Params: { session: string };
}

const name = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,54}$' };
const create = {
  type: ['object', 'null'],
  properties: { name, start: { type: 'boolean' }, config: configSchema },
};
const update = { type: ['object', 'null'], properties: { config: configSchema } };

/** A session as WAHA tells of it. Secrets of its webhooks are told to whoever has the key, as they are there. */
function info(session: Session, engine: string) {
  const { name: called, status, state, activityAt } = session;
  return {
    ...{ name: called, status, config: state.config, me: session.me(), assignedWorker: null, presence: null },
    ...{ timestamps: { activity: activityAt }, apps: null, engine: { engine } },
  };
}

/** Sessions: listed, made, changed, started and stopped. What is asked for twice is done once. */
export function sessionRoutes(app: FastifyInstance, waha: Waha, engine: string): void {
  const told = (session: Session) => info(session, engine);

  app.get<{ Querystring: { all?: string } }>('/api/sessions', async ({ query }) =>
    [...waha.sessions.values()]
      .filter((session) => query.all === 'true' || session.status !== 'STOPPED')
      .map(told),
  );

  app.post<{ Body: { name?: string; start?: boolean; config?: SessionConfig | null } | null }>(
    '/api/sessions',
    { schema: { body: create } },
    async ({ body }, reply) => {
      const { name: called = `session_${randomBytes(8).toString('hex')}`, start = true, config } = body ?? {};
      if (waha.sessions.has(called))
        throw unprocessable(`Session '${called}' already exists. Use PUT to update it.`);
      const session = waha.create(called, config ?? {});
      if (start) session.start();
      return reply.code(201).send(told(session));
    },
  );

  app.get<Named>('/api/sessions/:session', async ({ params }) => told(waha.session(params.session)));

  app.get<Named>('/api/sessions/:session/me', async ({ params }, reply) =>
    reply.type('application/json').send(JSON.stringify(waha.session(params.session).me())),
  );

  app.put<Named & { Body: { config?: SessionConfig | null } | null }>(
    '/api/sessions/:session',
    { schema: { body: update } },
    async ({ params, body }) => {
      const session = waha.session(params.session);
      waha.configure(session, body?.config ?? {});
      return told(session);
    },
  );

  app.delete<Named>('/api/sessions/:session', async ({ params }, reply) => {
    const session = waha.sessions.get(params.session);
    if (session !== undefined) waha.remove(session);
    return reply.send();
  });

  const acts: Record<string, (session: Session) => void> = {
    start: (session) => session.start(),
    stop: (session) => session.stop(),
    restart: (session) => {
      session.stop(true);
      session.start();
    },
    logout: (session) => {
      const ran = session.status !== 'STOPPED';
      session.logOut();
      if (ran) session.start();
    },
  };
  for (const [act, carryOut] of Object.entries(acts))
    app.post<Named>(`/api/sessions/:session/${act}`, async ({ params }, reply) => {
      const session = waha.session(params.session);
      carryOut(session);
      return reply.code(201).send(told(session));
    });

  pairingRoutes(app, waha);
}

/** A code to scan is text that no phone would take: nothing here leads to WhatsApp. */
function pairingRoutes(app: FastifyInstance, waha: Waha): void {
  app.get<Named & { Querystring: { format?: string } }>(
    '/api/:session/auth/qr',
    async ({ params, query }, reply) => {
      const session = await waha.inStatus(params.session, 'SCAN_QR_CODE');
      const value = `2@stand-in,${session.name},${session.statuses.length}`;
      if (query.format === 'raw') return { value };
      const data = Buffer.from(value).toString('base64');
      return reply.send({ mimetype: 'image/png', data });
    },
  );

  app.post<Named & { Body: { phoneNumber: string } }>(
    '/api/:session/auth/request-code',
    {
      schema: {
        body: { type: 'object', required: ['phoneNumber'], properties: { phoneNumber: { type: 'string' } } },
      },
    },
    async ({ params }, reply) => {
      await waha.inStatus(params.session, 'SCAN_QR_CODE');
      const code = randomBytes(4).toString('hex').toUpperCase();
      return reply.code(201).send({ code: `${code.slice(0, 4)}-${code.slice(4)}` });
    },
  );
}
