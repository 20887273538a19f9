import type { FastifyInstance } from 'fastify';
import type { Rows } from '../../../../scenarios/lib/contract.ts';
import type { ExportScheduleRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Crm } from '../crm.ts';
import { Fault, notFound } from '../faults.ts';
import { inTenant } from '../in-tenant.ts';
import { body, type IdParams, idParams } from '../shapes.ts';
import { exportFields } from './kinds.ts';
import { handInNew } from './queued.ts';

const columns = `s.id, t.slug as tenant, s.kind, s.format, s.every_minutes as "everyMinutes"`;
const listSql = `
  select ${columns} from export_schedules s join tenants t on t.id = s.tenant_id where s.active order by s.id`;
const insertSql = `
  insert into export_schedules (tenant_id, staff_id, kind, format, every_minutes, created_at)
  values ($1, $2, $3, $4, $5, now()) returning id, kind, format, every_minutes as "everyMinutes"`;
const deleteSql = 'delete from export_schedules where id = $1 returning id';

/** Whole periods since the schedule was made: the number of the one that is due. */
const period = `floor(extract(epoch from now() - created_at) / 60 / every_minutes)::integer`;
/**
 * One statement: whoever comes second waits for the row and then finds its period made. Periods that passed while nobody came by
 * are made up for by one export, and one that nobody has begun yet does for the next period too.
 */
const dueSql = `
  with due as (
    update export_schedules set last_period = ${period} where active and last_period < ${period}
    returning tenant_id, staff_id, kind, format
  )
  insert into exports (tenant_id, staff_id, kind, format, status, requested_at)
  select tenant_id, staff_id, kind, format, 'queued', now() from due
  where not exists (
    select from exports e
    where (e.staff_id, e.kind, e.format, e.status) = (due.staff_id, due.kind, due.format, 'queued')
  )
  returning id`;

/** Schedules of a tenant; the round looks at all of them each time. */
const mostSchedules = 50;
const minutesOfYear = 366 * 24 * 60;
const everyMinutes = { type: 'integer', minimum: 1, maximum: minutesOfYear } as const;

/** Exports that are made again and again: list, one more, one less. */
export function scheduleRoutes(app: FastifyInstance, crm: Crm): void {
  app.get(
    '/api/export-schedules',
    async ({ session, databaseTime }): Promise<Rows<ExportScheduleRow>> => ({
      tenant: session.tenant,
      items: await crm.database.asTenant(databaseTime, session.tenantId, (ask) =>
        ask<ExportScheduleRow>(listSql),
      ),
    }),
  );

  app.post<{ Body: Pick<ExportScheduleRow, 'kind' | 'format' | 'everyMinutes'> }>(
    '/api/export-schedules',
    { schema: { body: body({ ...exportFields, everyMinutes }, ['kind', 'format', 'everyMinutes']) } },
    async ({ session, databaseTime, body }, reply) => {
      const { tenantId, tenant, userId } = session;
      const row = await crm.database.asTenant(databaseTime, tenantId, async (ask) => {
        if ((await ask(listSql)).length >= mostSchedules)
          throw new Fault(409, `there are ${mostSchedules} schedules already`);
        const values = [tenantId, userId, body.kind, body.format, body.everyMinutes];
        return (await ask<ExportScheduleRow>(insertSql, values))[0] as ExportScheduleRow;
      });
      return reply.code(201).send({ ...row, tenant } satisfies ExportScheduleRow);
    },
  );

  app.delete<{ Params: IdParams }>(
    '/api/export-schedules/:id',
    { schema: { params: idParams } },
    async ({ session, databaseTime, params }, reply) => {
      const gone = await crm.database.asTenant(databaseTime, session.tenantId, (ask) =>
        ask(deleteSql, [params.id]),
      );
      if (gone.length === 0) throw notFound('schedule');
      return reply.code(204).send();
    },
  );
}

/** Makes the exports that are due, each period's once, whoever else does the same at the same time. */
export async function makeDue(crm: Crm): Promise<void> {
  for (const { id: tenantId } of await crm.tenants.all()) {
    const made = await inTenant(crm, tenantId, (query) => query<{ id: number }>(dueSql));
    for (const { id } of made) await handInNew(crm, tenantId, id);
  }
}
