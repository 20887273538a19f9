import type { FastifyInstance } from 'fastify';
import type { Page } from '../../../../scenarios/lib/contract.ts';
import type { MailRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Crm } from '../crm.ts';
import type { DatabaseTime, Query } from '../database.ts';
import { Fault, notFound } from '../faults.ts';
import type { SessionRecord } from '../sessions.ts';
import { body, type IdParams, idParams, page, query, size, word } from '../shapes.ts';
import { factsFor } from './facts.ts';
import { mailColumns, type NewMail } from './mails.ts';
import { isAddress, queueMail } from './queue-mail.ts';
import { type TemplateName, templateNames, writeMail } from './templates.ts';

export { mailFeedbackRoutes } from './feedback-routes.ts';

const listSql = `
  select ${mailColumns} from emails e where $1::text is null or e.status = $1
  order by e.created_at desc, e.id desc limit $2 offset $3`;
const countSql = 'select count(*) as total from emails e where $1::text is null or e.status = $1';
const customerSql = `
  select c.name, c.email, (select name from tenants t where t.id = c.tenant_id) as jeweller
  from customers c where c.id = $1`;

const newMail = body({ template: { enum: templateNames } }, ['template']);

/** Mails to customers: list, and one from a template. */
export function mailRoutes(app: FastifyInstance, crm: Crm): void {
  app.get<{ Querystring: { page: number; size: number; status?: string } }>(
    '/api/mails',
    { schema: { querystring: query({ page, size: size(25), status: word }) } },
    async (request): Promise<Page<MailRow>> => {
      const { tenantId, tenant } = request.session;
      const { page, size, status = null } = request.query;
      return crm.database.asTenant(request.databaseTime, tenantId, async (query) => {
        const items = await query<MailRow>(listSql, [status, size, (page - 1) * size]);
        const [count] = await query<{ total: number }>(countSql, [status]);
        return { tenant, total: count?.total ?? 0, page, size, items };
      });
    },
  );

  app.post<{ Params: IdParams; Body: { template: TemplateName } }>(
    '/api/customers/:id/mails',
    { schema: { params: idParams, body: newMail } },
    async ({ session, databaseTime, params, body }, reply) => {
      const mail = await written(crm, session, databaseTime, params.id, body.template);
      return reply.code(202).send(await queueMail(crm, databaseTime, session.tenantId, mail));
    },
  );
}

/** The mail to a customer of the session's tenant; 404 where there is no such customer, 422 where it has no address. */
async function written(
  crm: Crm,
  { tenantId }: SessionRecord,
  time: DatabaseTime,
  customerId: number,
  template: TemplateName,
): Promise<NewMail> {
  const now = await crm.day.now(time);
  return crm.database.asTenant(time, tenantId, async (query: Query) => {
    const [customer] = await query<{ name: string; email: string | null; jeweller: string }>(customerSql, [
      customerId,
    ]);
    if (!customer) throw notFound('customer');
    const { name, email, jeweller } = customer;
    if (!isAddress(email)) throw new Fault(422, 'the customer has no address that a mail could go to');
    const facts = { name, jeweller, ...(await factsFor(query, template, customerId, now)) };
    return { customerId, to: email, template, ...writeMail(template, facts) };
  });
}
