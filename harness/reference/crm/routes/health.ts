import type { FastifyInstance } from 'fastify';
import type { Crm } from '../crm.ts';

/** Whether the process serves, and whether what it needs is there. Neither asks for a session. */
export function healthRoutes(app: FastifyInstance, crm: Crm): void {
  app.get('/healthz', async () => ({ status: 'serving' }));

  app.get('/readyz', async (request, reply) => {
    const [database, cache] = await Promise.all([seeded(crm, request.databaseTime), cacheState(crm)]);
    const ready = database === 'ready' && cache === 'ready';
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', database, cache });
  });
}

async function seeded(crm: Crm, time: Parameters<Crm['day']['today']>[0]): Promise<string> {
  try {
    const rows = await crm.database.bare(time, 'select 1 from dataset');
    return rows.length > 0 ? 'ready' : 'no dataset is seeded yet';
  } catch (error) {
    return (error as { code?: string }).code === '42P01' ? 'no dataset is seeded yet' : 'does not answer';
  }
}

async function cacheState(crm: Crm): Promise<string> {
  return (await crm.cacheAnswers().catch(() => false)) ? 'ready' : 'does not answer';
}
