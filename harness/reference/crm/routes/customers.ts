import type { FastifyInstance } from 'fastify';
import type {
  CustomerChange,
  CustomerDetail,
  CustomerRow,
  NewCustomer,
  Page,
  Rows,
} from '../../../../scenarios/lib/contract.ts';
import type { Crm } from '../crm.ts';
import { changeCustomer, createCustomer, customerDetail } from '../customer-record.ts';
import { searchTerm } from '../search-terms.ts';
import { body, type IdParams, idParams, page, query, size, word } from '../shapes.ts';

/** A customer is opened several times while they are served; every write of ours makes the page be read afresh. */
const detailKeptS = 30;

const rowColumns = `c.id, t.slug as tenant, c.name, c.phone, c.city, c.segment, c.last_visit_on as "lastVisitOn"`;
const fromCustomers = 'from customers c join tenants t on t.id = c.tenant_id';

const listSql = `
  select ${rowColumns} ${fromCustomers}
  where $1::text is null or c.segment = $1
  order by c.id desc limit $2 offset $3`;
const countSql = 'select count(*) as total from customers c where $1::text is null or c.segment = $1';

const byPhoneSql = `
  select ${rowColumns} ${fromCustomers}
  where c.phone >= $1 and c.phone < $2 order by c.phone limit $3`;
const byNameSql = `
  select ${rowColumns} ${fromCustomers}
  where (c.name_key >= $1 and c.name_key < $2) or (c.surname_key >= $1 and c.surname_key < $2)
  order by c.name_key, c.id limit $3`;
const mostFound = 25;

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength }) as const;
const city = text(60);
const notes = { type: 'string', maxLength: 2_000 } as const;
const newCustomer = body(
  {
    name: text(80),
    phone: { type: 'string', pattern: '^\\+91[6-9]\\d{9}$' },
    city,
    email: { type: 'string', format: 'email', maxLength: 200 },
    notes,
  },
  ['name', 'phone', 'city'],
);
const change = {
  ...body({ version: { type: 'integer', minimum: 1 }, city, notes, segment: word }, ['version']),
  minProperties: 2,
};
const listQuery = query({ page, size: size(25), segment: word });
const searchQuery = query({ q: { type: 'string', minLength: 2, maxLength: 60 } }, ['q']);

/** Customers: list, search, page, create, change. */
export function customerRoutes(app: FastifyInstance, crm: Crm): void {
  readingRoutes(app, crm);

  app.post<{ Body: NewCustomer }>(
    '/api/customers',
    { schema: { body: newCustomer } },
    async (request, reply) => {
      const now = await crm.day.now(request.databaseTime);
      const { session, databaseTime } = request;
      const detail = await crm.database.asTenant(databaseTime, session.tenantId, (query) =>
        createCustomer(query, session, request.body, now),
      );
      return reply.code(201).send(detail satisfies CustomerDetail);
    },
  );

  app.patch<{ Params: IdParams; Body: CustomerChange }>(
    '/api/customers/:id',
    { schema: { params: idParams, body: change } },
    async (request): Promise<CustomerDetail> => {
      const { session, databaseTime, params } = request;
      const detail = await crm.database.asTenant(databaseTime, session.tenantId, (query) =>
        changeCustomer(query, session, params.id, request.body),
      );
      await crm.cache.forget(session.tenantId, `customer:${params.id}`);
      return detail;
    },
  );
}

function readingRoutes(app: FastifyInstance, crm: Crm): void {
  app.get<{ Querystring: { page: number; size: number; segment?: string } }>(
    '/api/customers',
    { schema: { querystring: listQuery } },
    async (request): Promise<Page<CustomerRow>> => {
      const { tenantId, tenant } = request.session;
      const { page, size, segment = null } = request.query;
      const shown = crm.defects.shownTenant(tenantId);
      return crm.database.asTenant(request.databaseTime, shown, async (query) => {
        const items = await query<CustomerRow>(listSql, [segment, size, (page - 1) * size]);
        const [count] = await query<{ total: number }>(countSql, [segment]);
        return { tenant, total: count?.total ?? 0, page, size, items };
      });
    },
  );

  app.get<{ Querystring: { q: string } }>(
    '/api/customers/search',
    { schema: { querystring: searchQuery } },
    async (request): Promise<Rows<CustomerRow>> => {
      const { tenantId, tenant } = request.session;
      const { by, from, below } = searchTerm(request.query.q);
      const shown = crm.defects.shownTenant(tenantId);
      const items = await crm.database.asTenant(request.databaseTime, shown, (query) =>
        query<CustomerRow>(by === 'phone' ? byPhoneSql : byNameSql, [from, below, mostFound]),
      );
      return { tenant, items };
    },
  );

  app.get<{ Params: IdParams }>(
    '/api/customers/:id',
    { schema: { params: idParams } },
    async (request): Promise<CustomerDetail> => {
      const { session, databaseTime, params } = request;
      return crm.cache.remember(session.tenantId, `customer:${params.id}`, detailKeptS, () =>
        crm.primary.asTenant(databaseTime, session.tenantId, (query) =>
          customerDetail(query, session, params.id),
        ),
      );
    },
  );
}
