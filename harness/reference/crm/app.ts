import { setTimeout as pause } from 'node:timers/promises';
import cookie from '@fastify/cookie';
import websocket from '@fastify/websocket';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { Crm } from './crm.ts';
import { noTime } from './database.ts';
import { exportRoutes } from './exports/routes.ts';
import { answerTo, Fault } from './faults.ts';
import { deadLetterRoutes, queueRoutes } from './jobs/routes.ts';
import { liveRoutes, websocketOptions } from './live/routes.ts';
import { log } from './log.ts';
import { mailFeedbackRoutes, mailRoutes } from './mail/routes.ts';
import { type CrmConfig, openCrm } from './open-crm.ts';
import { pushRoutes } from './push/routes.ts';
import { appointmentRoutes } from './routes/appointments.ts';
import { customerRoutes } from './routes/customers.ts';
import { dashboardRoutes } from './routes/dashboard.ts';
import { goldRateRoutes } from './routes/gold-rate.ts';
import { healthRoutes } from './routes/health.ts';
import { leadRoutes } from './routes/leads.ts';
import { loginRoutes } from './routes/login.ts';
import { orderRoutes } from './routes/orders.ts';
import { productRoutes } from './routes/products.ts';
import { sessionRoutes } from './routes/session.ts';
import { taskRoutes } from './routes/tasks.ts';
import { timelineRoutes } from './routes/timeline.ts';
import { sessionCookie } from './sessions.ts';
import { callRoutes } from './telephony/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';
import { campaignRoutes, threadRoutes } from './whatsapp/routes.ts';

/** One more resource is one more file and one more line here. */
const openRoutes = [healthRoutes, loginRoutes, queueRoutes, webhookRoutes, mailFeedbackRoutes];
const sessionedRoutes = [
  sessionRoutes,
  dashboardRoutes,
  goldRateRoutes,
  customerRoutes,
  timelineRoutes,
  orderRoutes,
  productRoutes,
  appointmentRoutes,
  leadRoutes,
  taskRoutes,
  threadRoutes,
  campaignRoutes,
  callRoutes,
  mailRoutes,
  pushRoutes,
  exportRoutes,
  liveRoutes,
  deadLetterRoutes,
];

const bodyLimitBytes = 64 * 1024;
/** Longer than Nginx keeps its idle connections to us, so that it is never us who close one that is about to be used. */
const keepAliveMs = 75_000;

/** The CRM as configured, not listening yet. Neither database nor cache need be there; `close()` lets go of both. */
export async function buildApp(config: CrmConfig): Promise<FastifyInstance> {
  const { crm, hasReplicas, close } = openCrm(config);
  const app = fastify({
    bodyLimit: bodyLimitBytes,
    keepAliveTimeout: keepAliveMs,
    ajv: { customOptions: { removeAdditional: false } },
  });
  app.addHook('onClose', close);
  await app.register(cookie);
  await app.register(websocket, websocketOptions);
  answerInJson(app);
  tellTimes(app);
  plantDefects(app, crm);
  for (const routes of openRoutes) routes(app, crm);
  await app.register(async (sessioned) => {
    requireSession(sessioned, crm);
    if (hasReplicas) chooseRoutes(sessioned, crm);
    for (const routes of sessionedRoutes) routes(sessioned, crm);
  });
  return app;
}

/** Every fault is `{ error }`. What nobody foresaw is logged, and told to the caller as no more than a 500. */
function answerInJson(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((thrown, request, reply) => {
    const { status, error } = answerTo(thrown);
    if (status === 500) log(`${request.method} ${request.url}: ${thrown.stack ?? thrown.message}`);
    return reply.code(status).send({ error });
  });
  app.setNotFoundHandler((_, reply) => reply.code(404).send({ error: 'no such address' }));
}

/** `Server-Timing`: `db` is the time of the statements, `pool` the wait for a connection before them. */
function tellTimes(app: FastifyInstance): void {
  app.decorateRequest('databaseTime');
  app.addHook('onRequest', async (request) => {
    request.databaseTime = noTime();
  });
  app.addHook('onSend', async (request, reply) => {
    const { poolMs, queryMs } = request.databaseTime;
    reply.header('server-timing', `db;dur=${queryMs.toFixed(2)}, pool;dur=${poolMs.toFixed(2)}`);
  });
}

function plantDefects(app: FastifyInstance, { defects }: Crm): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return;
    if (defects.delayMs() > 0) await pause(defects.delayMs());
    if (defects.breaks()) return reply.code(500).send({ error: 'internal error' });
  });
}

function requireSession(app: FastifyInstance, { sessions }: Crm): void {
  app.decorateRequest('session');
  app.decorateRequest('sessionId');
  app.addHook('onRequest', async (request) => {
    const id = request.cookies[sessionCookie];
    const session = id === undefined ? null : await sessions.find(id);
    if (id === undefined || session === null) throw new Fault(401, 'log in first');
    request.session = session;
    request.sessionId = id;
  });
}

/**
 * Whoever only asks is answered by a replica that has what the session itself has written; whoever writes, by the primary.
 * The position of a write is kept before it is answered, so that the next request of the session finds it.
 */
function chooseRoutes(app: FastifyInstance, { sessions }: Crm): void {
  app.addHook('preHandler', async ({ method, session, databaseTime }) => {
    databaseTime.route =
      method === 'GET' ? { kind: 'read', after: session.wrote ?? null } : { kind: 'write', position: null };
  });
  app.addHook('onSend', async ({ sessionId, databaseTime: { route } }) => {
    if (route?.kind === 'write' && route.position !== null)
      await sessions.hasWritten(sessionId, route.position);
  });
}
