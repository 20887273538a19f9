import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { badRequest, notFound, Refusal } from '../refusal.ts';
import { sendFaultFrom } from '../send-faults.ts';
import type { Waha } from '../waha.ts';
import { changedFaults, noWebhookFaults } from '../webhook-faults.ts';
import { inboundRoutes } from './inbound.ts';
import { messageLines } from './message-lines.ts';

type Changes = Record<string, unknown>;

/** What tests ask and set, on a port of its own without a key. Nothing of it exists in WAHA. */
export function buildAdmin(waha: Waha, die: () => void): FastifyInstance {
  const app = fastify({
    forceCloseConnections: true,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  });
  app.setErrorHandler<FastifyError | Refusal | RangeError>((thrown, _, reply) => {
    const status =
      thrown instanceof Refusal
        ? thrown.status
        : thrown instanceof RangeError
          ? 400
          : ((thrown as FastifyError).statusCode ?? 500);
    const error = thrown instanceof Refusal ? thrown.body.message : thrown.message;
    return reply.code(status).send({ error });
  });
  app.get('/health', async () => ({ status: 'ok' }));
  ledgerRoutes(app, waha);
  faultRoutes(app, waha, die);
  inboundRoutes(app, waha);

  app.get('/parameters', async () => waha.parameters);
  app.get('/parameters/configured', async () => waha.configured);
  app.post<{ Body: Changes }>('/parameters', { schema: { body: { type: 'object' } } }, async ({ body }) => {
    waha.setParameters(body);
    return waha.parameters;
  });
  app.post<{ Body: { session: string } }>(
    '/pair',
    {
      schema: {
        body: { type: 'object', required: ['session'], properties: { session: { type: 'string' } } },
      },
    },
    async ({ body }) => {
      const session = waha.session(body.session);
      if (!session.pair()) throw badRequest(`the session is ${session.status}: it shows no code`);
      return { status: session.status };
    },
  );
  return app;
}

function ledgerRoutes(app: FastifyInstance, waha: Waha): void {
  app.get('/ledger', async () => {
    const names = new Set([...waha.ledger.sessions(), ...waha.sessions.keys()]);
    const sessions = [...names].map((name) => {
      return [name, { status: waha.sessions.get(name)?.status ?? null, ...waha.ledger.counts(name) }];
    });
    return { all: waha.ledger.total(), sessions: Object.fromEntries(sessions), queue: waha.sender.state() };
  });

  app.get<{ Querystring: { session?: string } }>('/ledger/messages', async ({ query }, reply) => {
    const { session } = query;
    if (session !== undefined && !waha.ledger.sessions().includes(session) && !waha.sessions.has(session))
      throw notFound('Session not found');
    const names = session === undefined ? waha.ledger.sessions() : [session];
    return reply.type('application/x-ndjson').send(Readable.from(messageLines(waha.ledger, names)));
  });

  app.get('/ledger/webhooks', async (_, reply) => {
    waha.journal.flush();
    return reply.type('application/x-ndjson').send(Readable.from(hookLines(waha.journal.path)));
  });
}

/** The journal's own lines about webhooks, oldest first: one for each that is concluded. */
async function* hookLines(path: string): AsyncGenerator<string> {
  for await (const line of createInterface({ input: createReadStream(path) }))
    if (line.startsWith('{"t":"hook"')) yield `${line}\n`;
}

interface FaultsBody {
  sends?: Changes;
  webhooks?: Changes;
  die?: boolean;
}

const faultsSchema = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: { sends: { type: 'object' }, webhooks: { type: 'object' }, die: { type: 'boolean' } },
};

function faultRoutes(app: FastifyInstance, waha: Waha, die: () => void): void {
  const told = () => ({ sends: waha.faults.list(), webhooks: waha.sender.faults });
  app.get('/faults', async () => told());

  app.post<{ Body: FaultsBody }>('/faults', { schema: { body: faultsSchema } }, async ({ body }, reply) => {
    // both are read before either holds
    const sends = body.sends && sendFaultFrom(body.sends);
    const webhooks = body.webhooks && changedFaults(waha.sender.faults, body.webhooks);
    if (sends) waha.faults.plan(sends);
    if (webhooks) waha.sender.setFaults(webhooks);
    if (body.die === true) reply.raw.once('close', die);
    return told();
  });

  app.delete('/faults', async () => {
    waha.faults.clear();
    waha.sender.setFaults(noWebhookFaults);
    return told();
  });
}
