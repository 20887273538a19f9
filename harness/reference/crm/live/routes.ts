import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OfTenant } from '../../../../scenarios/lib/contract.ts';
import type { Crm } from '../crm.ts';
import { Fault } from '../faults.ts';
import { keyOf } from '../sessions.ts';
import { isSameOrigin } from './origin.ts';

/** What the websocket plugin is registered with. */
export const websocketOptions = {
  options: {
    // browsers have nothing to say here
    maxPayload: 1_024,
    // compressing costs more memory for each socket than such short messages save
    perMessageDeflate: false,
  },
  // the sockets are closed by a hook of the routes, which waits for nobody
  preClose: (done: () => void) => done(),
  // a client that breaks off or breaks the protocol: the library has closed its socket
  errorHandler: (_error: Error, socket: { terminate(): void }) => socket.terminate(),
};

/** Tabs of one user on one process. */
const mostSockets = 20;

/** Live updates by websocket, and who is connected. */
export function liveRoutes(app: FastifyInstance, { live }: Crm): void {
  app.addHook('preClose', live.dismiss);

  app.route({
    method: 'GET',
    url: '/api/live',
    preValidation: async (request: FastifyRequest) => {
      const { tenantId, userId } = request.session;
      if (!request.ws) throw new Fault(400, 'a websocket is asked for here');
      if (!isSameOrigin(request.headers.origin, request.headers.host))
        throw new Fault(403, 'a page of another site may not open this websocket');
      if (live.socketsOf(tenantId, userId) >= mostSockets)
        throw new Fault(429, `one user may have ${mostSockets} websockets open`);
      await live.ready();
    },
    handler: () => {
      throw new Fault(400, 'a websocket is asked for here');
    },
    wsHandler: (socket, { session, sessionId }) => {
      const { tenantId, userId, storeId } = session;
      live.join({ tenantId, userId, storeId, sessionKey: keyOf(sessionId) as string }, socket);
    },
  });

  app.get('/api/presence', async ({ session }): Promise<OfTenant & { users: number[] }> => {
    return { tenant: session.tenant, users: await live.present(session.tenantId) };
  });
}
