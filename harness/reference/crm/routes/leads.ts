import type { FastifyInstance } from 'fastify';
import type { LeadRow, leadStages, Rows } from '../../../../scenarios/lib/contract.ts';
import type { Crm } from '../crm.ts';
import { notFound } from '../faults.ts';
import { body, type IdParams, idParams, query, size } from '../shapes.ts';

type Stage = (typeof leadStages)[number];
const stages = { enum: ['new', 'contacted', 'visit-booked', 'quoted', 'won', 'lost'] satisfies Stage[] };

const columns = `
  l.id, t.slug as tenant, l.customer_id as "customerId", l.stage, l.value_inr as "valueInr"`;
const listSql = `
  select ${columns} from leads l join tenants t on t.id = l.tenant_id
  where $1::text is null or l.stage = $1
  order by l.created_at desc, l.id desc limit $2`;
const moveSql = `
  with l as (update leads set stage = $2 where id = $1 returning *)
  select ${columns} from l join tenants t on t.id = l.tenant_id`;

const listQuery = query({ stage: stages, size: size(50, 200) });

/** The pipeline, and moving a lead along it. */
export function leadRoutes(app: FastifyInstance, crm: Crm): void {
  app.get<{ Querystring: { stage?: Stage; size: number } }>(
    '/api/leads',
    { schema: { querystring: listQuery } },
    async (request): Promise<Rows<LeadRow>> => {
      const { tenantId, tenant } = request.session;
      const { stage = null, size } = request.query;
      const items = await crm.database.asTenant(request.databaseTime, tenantId, (query) =>
        query<LeadRow>(listSql, [stage, size]),
      );
      return { tenant, items };
    },
  );

  app.post<{ Params: IdParams; Body: { stage: Stage } }>(
    '/api/leads/:id/move',
    { schema: { params: idParams, body: body({ stage: stages }, ['stage']) } },
    async (request): Promise<LeadRow> => {
      const [moved] = await crm.database.asTenant(request.databaseTime, request.session.tenantId, (query) =>
        query<LeadRow>(moveSql, [request.params.id, request.body.stage]),
      );
      if (!moved) throw notFound('lead');
      return moved;
    },
  );
}
