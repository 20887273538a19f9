import type { FastifyInstance } from 'fastify';
import type { Crm } from '../crm.ts';
import { readDepths } from './depths.ts';

/** How deep the queues are, for whoever watches the CRM: no session, and nothing in it of any tenant. */
export function queueRoutes(app: FastifyInstance, crm: Crm): void {
  app.get('/queuez', async () => ({ queues: await readDepths(crm.jobs, Date.now()) }));
}

/** Dead letters of the session's tenant. */
export function deadLetterRoutes(_app: FastifyInstance, _crm: Crm): void {}
