import type { FastifyInstance } from 'fastify';
import type { NewPushSubscription } from '../../../../scenarios/lib/contract-outside.ts';
import type { Crm } from '../crm.ts';
import { Fault, notFound } from '../faults.ts';
import { body, type IdParams, idParams } from '../shapes.ts';
import { mayPushTo } from './endpoint.ts';
import { areKeys } from './keys.ts';
import { dropSubscription, keepSubscription } from './subscriptions.ts';
import { vapidKeysOf } from './vapid.ts';

const text = { type: 'string', minLength: 1, maxLength: 4_000 } as const;
/** A browser gives `expirationTime` too, which nobody needs. */
const newSubscription = body(
  {
    endpoint: text,
    expirationTime: { type: ['number', 'null'] },
    keys: body({ p256dh: text, auth: text }, ['p256dh', 'auth']),
  },
  ['endpoint', 'keys'],
);

/** Web push: the key that browsers subscribe to, and their subscriptions. */
export function pushRoutes(app: FastifyInstance, crm: Crm): void {
  const { publicKey } = vapidKeysOf(crm.outside.secret);

  app.get('/api/push/key', async ({ session }) => ({ tenant: session.tenant, publicKey }));

  app.post<{ Body: NewPushSubscription }>(
    '/api/push/subscriptions',
    { schema: { body: newSubscription } },
    async (request, reply) => {
      const { session, databaseTime } = request;
      if (!mayPushTo(request.body.endpoint, crm.outside.pushHosts))
        throw new Fault(422, 'the endpoint is of no push service that is known here');
      if (!areKeys(request.body.keys)) throw new Fault(422, 'the keys are none that can be encrypted to');
      const now = new Date().toISOString();
      const row = await crm.database.asTenant(databaseTime, session.tenantId, (query) =>
        keepSubscription(query, session, request.body, now),
      );
      return reply.code(201).send(row);
    },
  );

  app.delete<{ Params: IdParams }>(
    '/api/push/subscriptions/:id',
    { schema: { params: idParams } },
    async (request, reply) => {
      const { session, databaseTime, params } = request;
      const there = await crm.database.asTenant(databaseTime, session.tenantId, (query) =>
        dropSubscription(query, params.id, session.userId),
      );
      if (!there) throw notFound('subscription');
      return reply.code(204).send();
    },
  );
}
