import type { FastifyInstance } from 'fastify';
import type { NewOrder, OrderDetail, OrderRow, Page } from '../../../../scenarios/lib/contract.ts';
import type { Crm } from '../crm.ts';
import { createOrder, orderColumns, orderDetail } from '../order-record.ts';
import { body, type IdParams, id, idParams, page, query, size, word } from '../shapes.ts';

const listSql = `
  select ${orderColumns} from orders o join tenants t on t.id = o.tenant_id
  where $1::text is null or o.status = $1
  order by o.ordered_at desc, o.id desc limit $2 offset $3`;
const countSql = 'select count(*) as total from orders o where $1::text is null or o.status = $1';

const line = body({ productId: id, quantity: { type: 'integer', minimum: 1, maximum: 10 } }, [
  'productId',
  'quantity',
]);
const newOrder = body({ customerId: id, items: { type: 'array', minItems: 1, maxItems: 20, items: line } }, [
  'customerId',
  'items',
]);
const listQuery = query({ page, size: size(25), status: word });

/** Orders: list, one with its lines, create. */
export function orderRoutes(app: FastifyInstance, crm: Crm): void {
  app.get<{ Querystring: { page: number; size: number; status?: string } }>(
    '/api/orders',
    { schema: { querystring: listQuery } },
    async (request): Promise<Page<OrderRow>> => {
      const { tenantId, tenant } = request.session;
      const { page, size, status = null } = request.query;
      return crm.database.asTenant(request.databaseTime, tenantId, async (query) => {
        const items = await query<OrderRow>(listSql, [status, size, (page - 1) * size]);
        const [count] = await query<{ total: number }>(countSql, [status]);
        return { tenant, total: count?.total ?? 0, page, size, items };
      });
    },
  );

  app.get<{ Params: IdParams }>(
    '/api/orders/:id',
    { schema: { params: idParams } },
    async (request): Promise<OrderDetail> => {
      const { session, databaseTime, params } = request;
      return crm.database.asTenant(databaseTime, session.tenantId, (query) =>
        orderDetail(query, session, params.id),
      );
    },
  );

  app.post<{ Body: NewOrder }>('/api/orders', { schema: { body: newOrder } }, async (request, reply) => {
    const { session, databaseTime } = request;
    const when = { today: await crm.day.today(databaseTime), now: await crm.day.now(databaseTime) };
    const detail = await crm.database.asTenant(databaseTime, session.tenantId, (query) =>
      createOrder(query, session, request.body, when),
    );
    await crm.cache.forget(session.tenantId, `customer:${request.body.customerId}`);
    return reply.code(201).send(detail satisfies OrderDetail);
  });
}
