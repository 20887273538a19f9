import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { keyCheck } from './api-key.ts';
import { badRequest, engineFailed, notFound, Refusal, unauthorized } from './refusal.ts';
import { chatRoutes } from './routes/chats.ts';
import { refuseUnread, sendingRoutes, sendPaths } from './routes/sending.ts';
import { serverRoutes } from './routes/server.ts';
import { sessionRoutes } from './routes/sessions.ts';
import type { Waha } from './waha.ts';
import type { WahaOptions } from './waha-options.ts';

/** A medium of 16 MB, WhatsApp's limit for pictures and films, as base64. */
const bodyLimitBytes = 24 * 1024 ** 2;

/** WAHA's own API, not listening yet. */
export function buildApi(waha: Waha, options: Readonly<WahaOptions>, die: () => void): FastifyInstance {
  const { apiKey, openPaths = ['ping', 'health'], engine = 'WEBJS' } = options;
  const app = fastify({
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: true,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  });
  answerAsWaha(app, waha);
  const isRight = keyCheck(apiKey);
  const open = new Set(openPaths.map((path) => `/${path.replace(/^\//, '')}`));
  app.addHook('onRequest', async ({ url, headers }) => {
    const path = url.split('?')[0] as string;
    if (open.has(path) || isRight(headers['x-api-key'])) return;
    throw unauthorized();
  });
  serverRoutes(app, waha, engine);
  sessionRoutes(app, waha, engine);
  sendingRoutes(app, waha, die);
  chatRoutes(app, waha);
  return app;
}

/** Every fault in the shape that Nest, which WAHA is built with, gives it; and bodies that are empty are none. */
function answerAsWaha(app: FastifyInstance, waha: Waha): void {
  app.setErrorHandler<FastifyError | Refusal>((thrown, { method, url, isCounted }, reply) => {
    const refusal = refusalOf(thrown);
    if (method === 'POST' && sendPaths.includes(url.split('?')[0] as string) && !isCounted)
      refuseUnread(waha, refusal.status);
    return reply.code(refusal.status).headers(refusal.headers).send(refusal.body);
  });
  app.decorateRequest('isCounted', false);
  app.setNotFoundHandler(({ method, url }) => {
    throw notFound(`Cannot ${method} ${url}`);
  });
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_, text, done) => {
    if (text === '') return done(null, null);
    try {
      done(null, JSON.parse(text as string));
    } catch {
      done(badRequest('the body is no JSON'), undefined);
    }
  });
}

function refusalOf(thrown: FastifyError | Refusal): Refusal {
  if (thrown instanceof Refusal) return thrown;
  const { statusCode = 500, message } = thrown;
  if (statusCode === 400) return badRequest([message]);
  if (statusCode < 500) return new Refusal(statusCode, { message, statusCode });
  process.stderr.write(`waha: ${thrown.stack ?? message}\n`);
  return engineFailed('internal error');
}
