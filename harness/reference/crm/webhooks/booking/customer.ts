import type { Query } from '../../database.ts';
import { phoneOf } from './phone.ts';

/** What a shop says of its customer. */
export interface CustomerNews {
  name: string | null;
  /** All numbers that it gives, as they are written; the first that is one counts. */
  phones: readonly (string | null)[];
  email: string | null;
  city: string | null;
}

/** Who serves customers that come from outside. */
export interface Desk {
  storeId: number;
  staffId: number;
}

const byPhoneSql = 'select id from customers where phone = $1';
const byEmailSql = 'select id from customers where email = $1 order by id limit 1';
const insertSql = `
  insert into customers (tenant_id, store_id, name, phone, email, city, segment, created_at)
  values ($1, $2, $3, $4, $5, $6, 'new', $7)
  on conflict (tenant_id, phone) do nothing returning id`;
/** The tenant's first store, and whoever was there first of its people who are active, or of the tenant's where there is nobody. */
const deskSql = `
  select s.id as "storeId", f.id as "staffId"
  from (select id from stores order by id limit 1) s cross join staff f
  order by f.active desc, f.store_id = s.id desc, f.id limit 1`;

/** Null where the tenant has no store or nobody who works there. */
export async function onlineDesk(query: Query): Promise<Desk | null> {
  const [desk] = await query<Desk>(deskSql);
  return desk ?? null;
}

/**
 * Id of the customer: found by telephone number, else by mail address, else made, which needs a number. Null where none was
 * found or made.
 */
export async function findOrMakeCustomer(
  query: Query,
  tenantId: number,
  { name, phones, email, city }: CustomerNews,
  { storeId, now }: { storeId: number; now: string },
): Promise<number | null> {
  const phone = phones.map(phoneOf).find((number) => number !== null) ?? null;
  const mail = email?.toLowerCase() ?? null;
  const found =
    (phone === null ? [] : await query<{ id: number }>(byPhoneSql, [phone]))[0] ??
    (mail === null ? [] : await query<{ id: number }>(byEmailSql, [mail]))[0];
  if (found) return found.id;
  if (phone === null) return null;
  const values = [tenantId, storeId, name ?? phone, phone, mail, city ?? 'not said', now];
  const [made] = await query<{ id: number }>(insertSql, values);
  // somebody else made the same one meanwhile
  return (made ?? (await query<{ id: number }>(byPhoneSql, [phone]))[0])?.id ?? null;
}
