import type {
  CustomerChange,
  CustomerDetail,
  NewCustomer,
  OrderRow,
} from '../../../scenarios/lib/contract.ts';
import type { Query } from './database.ts';
import { Fault, notFound } from './faults.ts';
import { orderColumns } from './order-record.ts';
import type { SessionRecord } from './sessions.ts';

const customerSql = `
  select c.id, t.slug as tenant, c.name, c.phone, c.city, c.segment, c.last_visit_on as "lastVisitOn",
    c.email, c.version, c.notes,
    (select coalesce(sum(o.total_inr), 0)::bigint from orders o
      where o.customer_id = c.id and o.status <> 'cancelled') as "lifetimeValueInr"
  from customers c join tenants t on t.id = c.tenant_id where c.id = $1`;

const ordersSql = `
  select ${orderColumns} from orders o join tenants t on t.id = o.tenant_id
  where o.customer_id = $1 order by o.ordered_at desc limit 20`;

const insertSql = `
  insert into customers (tenant_id, store_id, name, phone, email, city, segment, notes, created_at)
  values ($1, $2, $3, $4, $5, $6, 'new', $7, $8) returning id`;

/** Null leaves a field as it is. The version in the condition is what keeps one change from overwriting another. */
const updateSql = `
  update customers set city = coalesce($3, city), notes = coalesce($4, notes), segment = coalesce($5, segment),
    version = version + 1
  where id = $1 and version = $2 returning id`;

/** The customer's page with the latest orders; 404 where it is not the tenant's. */
export async function customerDetail(
  query: Query,
  session: SessionRecord,
  id: number,
): Promise<CustomerDetail> {
  const [customer] = await query<CustomerDetail['customer']>(customerSql, [id]);
  if (!customer) throw notFound('customer');
  const orders = await query<OrderRow>(ordersSql, [id]);
  return { tenant: session.tenant, customer, orders };
}

/** 409 where the tenant has the phone number already. */
export async function createCustomer(
  query: Query,
  session: SessionRecord,
  made: NewCustomer,
  now: string,
): Promise<CustomerDetail> {
  const { name, phone, email = null, city, notes = null } = made;
  const values = [session.tenantId, session.storeId, name, phone, email, city, notes, now];
  const [row] = await query<{ id: number }>(insertSql, values);
  return customerDetail(query, session, row?.id ?? 0);
}

/** 409 where somebody changed the customer since the version that the change names; 404 as ever. */
export async function changeCustomer(
  query: Query,
  session: SessionRecord,
  id: number,
  change: CustomerChange,
): Promise<CustomerDetail> {
  const { version, city, notes, segment } = change;
  const fields = [city ?? null, notes ?? null, segment ?? null];
  const [changed] = await query<{ id: number }>(updateSql, [id, version, ...fields]);
  // Asked only after the update: absent gives 404 here, so what is left is another version.
  const detail = await customerDetail(query, session, id);
  if (!changed) throw new Fault(409, `the customer has version ${detail.customer.version} by now`);
  return detail;
}
