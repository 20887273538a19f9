import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Crm } from '../crm.ts';
import { mostBodyBytes } from './body.ts';
import { countedSource, createIntake } from './intake.ts';
import { createLedger, type Outcome } from './ledger.ts';
import { rawOf, takeRawBodies } from './raw-bodies.ts';

interface Address {
  tenant: string;
  source: string;
}

/**
 * Webhooks in, and `GET /webhookz`: how they were answered, for whoever watches the CRM. The parsers of the
 * other routes are left alone.
 */
export function webhookRoutes(app: FastifyInstance, crm: Crm): void {
  const intake = createIntake(crm);
  const ledger = createLedger(crm.redis);
  app.addHook('onClose', () => ledger.close());

  async function count(request: FastifyRequest, outcome: Outcome): Promise<void> {
    const { tenant, source } = request.params as Address;
    // not asked again of a database that is away
    const known = outcome === 'unavailable' ? null : await crm.tenants.idOf(tenant).catch(() => null);
    ledger.count(countedSource(source), outcome, known === null ? null : tenant);
  }

  app.get('/webhookz', async () => ({ counts: await ledger.read() }));

  app.register(async (scope) => {
    takeRawBodies(scope, count);
    scope.post<{ Params: Address }>(
      '/webhooks/:tenant/:source',
      { bodyLimit: mostBodyBytes },
      async (request) => {
        const { params, headers, databaseTime } = request;
        await count(request, await intake(databaseTime, { ...params, headers, raw: rawOf(request) }));
        return { ok: true };
      },
    );
  });
}
