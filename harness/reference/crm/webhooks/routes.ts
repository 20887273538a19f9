import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import type { Crm } from '../crm.ts';
import { answerTo } from '../faults.ts';
import { mostBodyBytes } from './body.ts';
import { countedSource, createIntake } from './intake.ts';
import { createLedger, type Outcome } from './ledger.ts';
import { type Reason, Refused } from './refused.ts';

interface Address {
  tenant: string;
  source: string;
}

const nothing = Buffer.alloc(0);

/**
 * Webhooks in, and `GET /webhookz`: how they were answered, for whoever watches the CRM. Bodies stay bytes, which is what was
 * signed, so this has parsers of its own and leaves those of the other routes alone.
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
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
    scope.setErrorHandler<FastifyError>(async (error, request) => {
      await count(request, reasonOf(error));
      // told to the caller as every other fault is
      throw error;
    });
    scope.post<{ Params: Address }>(
      '/webhooks/:tenant/:source',
      { bodyLimit: mostBodyBytes },
      async (request) => {
        const { params, headers, body } = request;
        const raw = Buffer.isBuffer(body) ? body : nothing;
        await count(request, await intake(request.databaseTime, { ...params, headers, raw }));
        return { ok: true };
      },
    );
  });
}

function reasonOf(error: FastifyError): Reason {
  if (error instanceof Refused) return error.reason;
  const { status } = answerTo(error);
  if (status === 413) return 'size';
  if (status === 415) return 'type';
  return status < 500 ? 'body' : 'unavailable';
}
