import type { FastifyInstance } from 'fastify';
import type { Dashboard } from '../../../../scenarios/lib/contract.ts';
import { monthStart } from '../business-day.ts';
import type { Crm } from '../crm.ts';

/** Figures may be half a minute old: nobody acts on the last order, and six aggregates are dear. */
const keptS = 30;

/** One statement, one round trip. Days begin at midnight in India. */
const dashboardSql = `
  with span as (
    select $1::timestamp at time zone 'Asia/Kolkata' as month_start,
      $2::timestamp at time zone 'Asia/Kolkata' as day_start,
      ($2::timestamp + interval '1 day') at time zone 'Asia/Kolkata' as day_end
  )
  select (select slug from tenants) as tenant,
    (select count(*) from customers) as customers,
    (select count(*) from leads where stage in ('new', 'contacted', 'visit-booked', 'quoted')) as "openLeads",
    (select count(*) from orders where ordered_at >= month_start and ordered_at < day_end
      and status <> 'cancelled') as "ordersThisMonth",
    (select coalesce(sum(amount_inr), 0)::bigint from payments where paid_at >= month_start and paid_at < day_end
      and status = 'captured') as "revenueThisMonthInr",
    (select count(*) from appointments where starts_at >= day_start and starts_at < day_end
      and status = 'booked') as "appointmentsToday",
    (select count(*) from tasks where not done) as "openTasks"
  from span`;

/** The tenant's figures of today and this month. */
export function dashboardRoutes(app: FastifyInstance, crm: Crm): void {
  app.get('/api/dashboard', async (request): Promise<Dashboard> => {
    const { tenantId } = request.session;
    return crm.cache.remember(tenantId, 'dashboard', keptS, async () => {
      const today = await crm.day.today(request.databaseTime);
      const [figures] = await crm.primary.asTenant(request.databaseTime, tenantId, (query) =>
        query<Dashboard>(dashboardSql, [monthStart(today), today]),
      );
      return figures as Dashboard;
    });
  });
}
