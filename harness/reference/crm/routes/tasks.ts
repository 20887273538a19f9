import type { FastifyInstance } from 'fastify';
import type { Rows, TaskRow } from '../../../../scenarios/lib/contract.ts';
import type { Crm } from '../crm.ts';
import { notFound } from '../faults.ts';
import { type IdParams, idParams } from '../shapes.ts';

const columns = `
  k.id, t.slug as tenant, k.customer_id as "customerId", k.title, k.due_on as "dueOn", k.done`;
const openSql = `
  select ${columns} from tasks k join tenants t on t.id = k.tenant_id
  where k.staff_id = $1 and not k.done order by k.due_on, k.id limit 100`;
const completeSql = `
  with k as (update tasks set done = true where id = $1 returning *)
  select ${columns} from k join tenants t on t.id = k.tenant_id`;

/** The user's open tasks, and ticking one off: once more changes nothing. */
export function taskRoutes(app: FastifyInstance, crm: Crm): void {
  app.get('/api/tasks', async (request): Promise<Rows<TaskRow>> => {
    const { tenantId, tenant, userId } = request.session;
    const items = await crm.database.asTenant(request.databaseTime, tenantId, (query) =>
      query<TaskRow>(openSql, [userId]),
    );
    return { tenant, items };
  });

  app.post<{ Params: IdParams }>(
    '/api/tasks/:id/complete',
    { schema: { params: idParams } },
    async (request): Promise<TaskRow> => {
      const [task] = await crm.database.asTenant(request.databaseTime, request.session.tenantId, (query) =>
        query<TaskRow>(completeSql, [request.params.id]),
      );
      if (!task) throw notFound('task');
      return task;
    },
  );
}
