import type { FastifyInstance } from 'fastify';
import type { InteractionRow, NewInteraction, Rows } from '../../../../scenarios/lib/contract.ts';
import type { Crm } from '../crm.ts';
import type { Query } from '../database.ts';
import { notFound } from '../faults.ts';
import { body, type IdParams, idParams, note } from '../shapes.ts';

const columns = `
  i.id, t.slug as tenant, i.customer_id as "customerId", i.kind, i.note, i.happened_at as "happenedAt"`;
const timelineSql = `
  select ${columns} from interactions i join tenants t on t.id = i.tenant_id
  where i.customer_id = $1 order by i.happened_at desc limit 50`;
const existsSql = 'select 1 from customers where id = $1';
const insertSql = `
  with i as (
    insert into interactions (tenant_id, customer_id, staff_id, kind, note, happened_at)
    values ($1, $2, $3, $4, $5, $6) returning *
  )
  select ${columns} from i join tenants t on t.id = i.tenant_id`;
const visitedSql = 'update customers set last_visit_on = $2 where id = $1';

const newInteraction = body({ kind: { enum: ['call', 'visit', 'note', 'whatsapp'] }, note }, [
  'kind',
  'note',
]);

/** What happened with a customer: the latest fifty entries, and one more. */
export function timelineRoutes(app: FastifyInstance, crm: Crm): void {
  app.get<{ Params: IdParams }>(
    '/api/customers/:id/timeline',
    { schema: { params: idParams } },
    async (request): Promise<Rows<InteractionRow>> => {
      const { tenantId, tenant } = request.session;
      const items = await crm.database.asTenant(request.databaseTime, tenantId, (query) =>
        timelineOf(query, request.params.id),
      );
      return { tenant, items };
    },
  );

  app.post<{ Params: IdParams; Body: NewInteraction }>(
    '/api/customers/:id/interactions',
    { schema: { params: idParams, body: newInteraction } },
    async (request, reply) => {
      const { session, databaseTime, params } = request;
      const { kind, note } = request.body;
      const now = await crm.day.now(databaseTime);
      const today = await crm.day.today(databaseTime);
      const made = await crm.database.asTenant(databaseTime, session.tenantId, async (query) => {
        const values = [session.tenantId, params.id, session.userId, kind, note, now];
        const [row] = await query<InteractionRow>(insertSql, values);
        if (kind === 'visit') await query(visitedSql, [params.id, today]);
        return row;
      });
      if (kind === 'visit') await crm.cache.forget(session.tenantId, `customer:${params.id}`);
      return reply.code(201).send(made);
    },
  );
}

/** An empty timeline is either a quiet customer or none: only then is the customer looked up. */
async function timelineOf(query: Query, customerId: number): Promise<InteractionRow[]> {
  const items = await query<InteractionRow>(timelineSql, [customerId]);
  if (items.length === 0 && (await query(existsSql, [customerId])).length === 0) throw notFound('customer');
  return items;
}
