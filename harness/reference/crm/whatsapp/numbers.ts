import type { Crm } from '../crm.ts';
import { inTenant } from '../in-tenant.ts';
import type { Tenant } from '../tenants.ts';

/** The number of a store: one session of WhatsApp, which lives on one WAHA server. */
export interface StoreNumber {
  /** `<tenant>-<n>`, where n counts the stores of the tenant from 1. */
  name: string;
  storeId: number;
  /** Place in the list of servers. */
  server: number;
  /** As WAHA last told it. */
  status: string;
}

const storesSql = 'select id from stores order by id';
const numbersSql = `
  select name, store_id as "storeId", server, status from whatsapp_sessions order by store_id`;
/** A number stays where it is: only where its server is no longer there it moves. */
const ensureSql = `
  insert into whatsapp_sessions (tenant_id, name, store_id, server, updated_at)
  select $1, w.name, w.store_id, w.server, now()
  from unnest($2::text[], $3::integer[], $4::smallint[]) as w (name, store_id, server)
  on conflict (tenant_id, name) do update set server = excluded.server where whatsapp_sessions.server >= $5`;

/** Place of the server for store `store` (from 0) of a tenant: even over the stores of each, and over tenants with few of them. */
export function serverFor(tenantId: number, store: number, servers: number): number {
  return (tenantId + store) % servers;
}

/** The numbers of a tenant; those of new stores are made, on paper only. Nobody to send by: none. */
export async function numbersOf(crm: Crm, { id, slug }: Tenant): Promise<StoreNumber[]> {
  const servers = crm.outside.whatsapp.servers.length;
  if (servers === 0) return [];
  return inTenant(crm, id, async (query) => {
    const stores = await query<{ id: number }>(storesSql);
    const numbers = await query<StoreNumber>(numbersSql);
    if (numbers.length >= stores.length && numbers.every(({ server }) => server < servers)) return numbers;
    const names = stores.map((_, store) => `${slug}-${store + 1}`);
    const places = stores.map((_, store) => serverFor(id, store, servers));
    await query(ensureSql, [id, names, stores.map((store) => store.id), places, servers]);
    return query<StoreNumber>(numbersSql);
  });
}

/** Of what was told of a session the latest stays, in whatever order it comes. */
const statusSql = `
  update whatsapp_sessions set status = $2, updated_at = to_timestamp($3::float8 / 1000)
  where name = $1 and status <> $2 and updated_at <= to_timestamp($3::float8 / 1000)`;

/** Keeps the state that a session had at a time of day. */
export async function keepStatus(
  crm: Crm,
  tenantId: number,
  { name, status, epochMs }: { name: string; status: string; epochMs: number },
): Promise<void> {
  await inTenant(crm, tenantId, (query) => query(statusSql, [name, status, epochMs]));
}
