import type { FastifyInstance } from 'fastify';
import type { Session } from '../../../../scenarios/lib/contract.ts';
import type { Crm } from '../crm.ts';
import { Fault } from '../faults.ts';
import { keyOf, sessionCookie } from '../sessions.ts';

const meSql = 'select id, name, persona, store_id as "storeId" from staff where id = $1';

/** Who is logged in, and log-out. */
export function sessionRoutes(app: FastifyInstance, crm: Crm): void {
  app.get('/api/auth/me', async (request): Promise<Session> => {
    const { tenantId, tenant, userId } = request.session;
    const [user] = await crm.database.asTenant(request.databaseTime, tenantId, (query) =>
      query<Session['user']>(meSql, [userId]),
    );
    if (!user) throw new Fault(401, 'this account is no more');
    return { tenant, user };
  });

  app.post('/api/auth/logout', async (request, reply) => {
    await crm.sessions.end(request.sessionId);
    await crm.live.endSession(keyOf(request.sessionId) as string);
    return reply.clearCookie(sessionCookie, { path: '/' }).code(204).send();
  });
}
