import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Crm } from '../crm.ts';
import { secretFor } from '../secrets.ts';
import { readBody, requireJson } from '../webhooks/body.ts';
import { createLedger, type Outcome } from '../webhooks/ledger.ts';
import { rawOf, takeRawBodies } from '../webhooks/raw-bodies.ts';
import { Refused } from '../webhooks/refused.ts';
import { checkSigned, feedbackIn, keepFeedback } from './feedback.ts';

const mostBytes = 16_384;

interface Address {
  tenant: string;
}

/**
 * What the mail server reports: POST /webhooks/<tenant>/mail, signed (`checkSigned`). Counted and logged with the other webhooks. A
 * report that says nothing new is accepted like the first.
 */
export function mailFeedbackRoutes(app: FastifyInstance, crm: Crm): void {
  // one of its own writes to the same counts
  const ledger = createLedger(crm.redis);
  app.addHook('onClose', () => ledger.close());

  async function count(request: FastifyRequest, outcome: Outcome): Promise<void> {
    const { tenant } = request.params as Address;
    const known = outcome === 'unavailable' ? null : await crm.tenants.idOf(tenant).catch(() => null);
    ledger.count('mail', outcome, known === null ? null : tenant);
  }

  app.register(async (scope) => {
    takeRawBodies(scope, count);
    scope.post<{ Params: Address }>('/webhooks/:tenant/mail', { bodyLimit: mostBytes }, async (request) => {
      const { params, headers, databaseTime } = request;
      const tenantId = await crm.tenants.idOf(params.tenant);
      if (tenantId === null) throw new Refused(404, 'address', 'no such address');
      const raw = rawOf(request);
      const secret = secretFor(crm.outside.secret, 'webhook', params.tenant, 'mail');
      checkSigned({ headers, raw, nowS: Math.floor(Date.now() / 1000) }, secret);
      requireJson(headers['content-type'], headers['content-encoding']);
      const feedback = feedbackIn(readBody(raw).body);
      if (feedback === null) throw new Refused(400, 'body', 'the body is no report on a mail');
      const now = new Date().toISOString();
      const known = await crm.primary.asTenant(databaseTime, tenantId, (query) =>
        keepFeedback(query, feedback, now),
      );
      if (!known) throw new Refused(404, 'body', 'no such mail');
      await count(request, 'accepted');
      return {};
    });
  });
}
