import type { FastifyInstance } from 'fastify';
import type { Crm } from '../crm.ts';
import { Fault, notFound } from '../faults.ts';
import { secretFor } from '../secrets.ts';
import { feedbackIn, isSigned, keepFeedback } from './feedback.ts';

const mostBytes = 16_384;

/** What the mail server reports: POST /webhooks/<tenant>/mail, signed (`isSigned`) in X-Mail-Timestamp and X-Mail-Signature. */
export function mailFeedbackRoutes(app: FastifyInstance, crm: Crm): void {
  app.register(async (scope) => {
    // the signature is of the bytes, so nobody may have read them as JSON before
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) =>
      done(null, body),
    );
    scope.post<{ Params: { tenant: string }; Body: Buffer }>(
      '/webhooks/:tenant/mail',
      { bodyLimit: mostBytes },
      async ({ params: { tenant }, headers, body, databaseTime }) => {
        const tenantId = await crm.tenants.idOf(tenant);
        if (tenantId === null) throw notFound('tenant');
        const secret = secretFor(crm.outside.secret, 'webhook', tenant, 'mail');
        const given = {
          timestamp: String(headers['x-mail-timestamp'] ?? ''),
          signature: String(headers['x-mail-signature'] ?? ''),
        };
        if (!Buffer.isBuffer(body) || !isSigned(body, given, secret, Math.floor(Date.now() / 1000)))
          throw new Fault(401, 'the signature is none of the mail server');
        const feedback = feedbackIn(body);
        if (feedback === null) throw new Fault(400, 'the body is no report on a mail');
        const now = new Date().toISOString();
        const known = await crm.primary.asTenant(databaseTime, tenantId, (query) =>
          keepFeedback(query, feedback, now),
        );
        if (!known) throw notFound('mail');
        return {};
      },
    );
  });
}
