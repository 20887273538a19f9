import type { FastifyInstance } from 'fastify';
import type { AppointmentRow, NewAppointment, Rows } from '../../../../scenarios/lib/contract.ts';
import type { Crm } from '../crm.ts';
import { body, date, id, query } from '../shapes.ts';

const columns = `
  a.id, t.slug as tenant, a.customer_id as "customerId", a.starts_at as "startsAt", a.purpose, a.status`;
/** Days begin at midnight in India. */
const listSql = `
  select ${columns} from appointments a join tenants t on t.id = a.tenant_id
  where a.starts_at >= $1::timestamp at time zone 'Asia/Kolkata'
    and a.starts_at < ($1::timestamp + $2 * interval '1 day') at time zone 'Asia/Kolkata'
  order by a.starts_at, a.id limit 500`;
const insertSql = `
  with a as (
    insert into appointments (tenant_id, store_id, customer_id, staff_id, purpose, status, starts_at)
    values ($1, $2, $3, $4, $5, 'booked', $6) returning *
  )
  select ${columns} from a join tenants t on t.id = a.tenant_id`;

const listQuery = query({ from: date, days: { type: 'integer', minimum: 1, maximum: 31, default: 1 } });
const newAppointment = body(
  {
    customerId: id,
    startsAt: { type: 'string', format: 'date-time' },
    purpose: { type: 'string', minLength: 1, maxLength: 200 },
  },
  ['customerId', 'startsAt', 'purpose'],
);

/** Appointments of some days, and one more. */
export function appointmentRoutes(app: FastifyInstance, crm: Crm): void {
  app.get<{ Querystring: { from?: string; days: number } }>(
    '/api/appointments',
    { schema: { querystring: listQuery } },
    async (request): Promise<Rows<AppointmentRow>> => {
      const { tenantId, tenant } = request.session;
      const from = request.query.from ?? (await crm.day.today(request.databaseTime));
      const items = await crm.database.asTenant(request.databaseTime, tenantId, (query) =>
        query<AppointmentRow>(listSql, [from, request.query.days]),
      );
      return { tenant, items };
    },
  );

  app.post<{ Body: NewAppointment }>(
    '/api/appointments',
    { schema: { body: newAppointment } },
    async (request, reply) => {
      const { tenantId, storeId, userId } = request.session;
      const { customerId, purpose, startsAt } = request.body;
      const [made] = await crm.database.asTenant(request.databaseTime, tenantId, (query) =>
        query<AppointmentRow>(insertSql, [tenantId, storeId, customerId, userId, purpose, startsAt]),
      );
      return reply.code(201).send(made);
    },
  );
}
