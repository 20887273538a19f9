import type { FastifyInstance } from 'fastify';
import type { Rows } from '../../../../scenarios/lib/contract.ts';
import type { DeadLetterRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Crm } from '../crm.ts';
import { notFound } from '../faults.ts';
import { findDeadLetters, type PrepareRetry, retryDeadLetter } from './dead-letters.ts';
import { keepDepths } from './depths.ts';
import { prepareRetry } from './features.ts';

/**
 * How deep the queues are and what the websockets did, for whoever watches the CRM: no session, and nothing in it of any
 * tenant.
 */
export function queueRoutes(app: FastifyInstance, crm: Crm): void {
  const depths = keepDepths(crm.jobs);
  app.get('/queuez', async () => {
    const [queues, live] = await Promise.all([depths(), crm.live.counts()]);
    return { queues, live };
  });
}

interface DeadLetterParams {
  queue: string;
  id: string;
}

const deadLetterParams = {
  type: 'object',
  required: ['queue', 'id'],
  properties: {
    queue: { type: 'string', pattern: '^[A-Za-z0-9_.-]{1,100}$' },
    id: { type: 'string', minLength: 1, maxLength: 200 },
  },
} as const;

/** Dead letters of the session's tenant: which there are, and one more try. */
export function deadLetterRoutes(app: FastifyInstance, crm: Crm): void {
  app.get('/api/jobs/dead', async ({ session }): Promise<Rows<DeadLetterRow>> => {
    return { tenant: session.tenant, items: await findDeadLetters(crm.jobs, session) };
  });

  app.post<{ Params: DeadLetterParams }>(
    '/api/jobs/dead/:queue/:id/retry',
    { schema: { params: deadLetterParams } },
    async ({ session, params }, reply) => {
      const prepare: PrepareRetry = (queue, name, data) => prepareRetry(crm, queue, name, data);
      const retried = await retryDeadLetter(crm.jobs, session, {
        name: params.queue,
        id: params.id,
        prepare,
      });
      if (!retried) throw notFound('dead letter');
      return reply.code(202).send();
    },
  );
}
