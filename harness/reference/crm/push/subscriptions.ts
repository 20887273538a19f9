import type { NewPushSubscription, PushSubscriptionRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Query } from '../database.ts';

export interface Subscription {
  endpoint: string;
  p256dh: string;
  auth: string;
}

const upsertSql = `
  insert into push_subscriptions as s (tenant_id, staff_id, endpoint, p256dh, auth, created_at, last_seen_at)
  values ($1, $2, $3, $4, $5, $6, $6)
  on conflict (tenant_id, endpoint) do update
    set staff_id = excluded.staff_id, p256dh = excluded.p256dh, auth = excluded.auth,
      last_seen_at = excluded.last_seen_at, active = true
  returning s.id, (select slug from tenants t where t.id = s.tenant_id) as tenant`;
const dropSql = 'delete from push_subscriptions where id = $1 and staff_id = $2 returning id';
const audienceSql = `
  select p.id, p.endpoint from push_subscriptions p join staff s on s.tenant_id = p.tenant_id and s.id = p.staff_id
  where p.active and s.active and ($1::integer is null or s.id = $1) and ($2::integer is null or s.store_id = $2)
  order by p.last_seen_at desc, p.id limit $3`;
const findSql = 'select endpoint, p256dh, auth from push_subscriptions where id = $1 and active';
const pruneSql = 'update push_subscriptions set active = false where id = $1 and endpoint = $2';

/** Keeps a browser's subscription as this user's; one that comes again is alive again, and may be another user's now. */
export async function keepSubscription(
  query: Query,
  { tenantId, userId }: { tenantId: number; userId: number },
  { endpoint, keys }: NewPushSubscription,
  now: string,
): Promise<PushSubscriptionRow> {
  const values = [tenantId, userId, endpoint, keys.p256dh, keys.auth, now];
  const [row] = await query<PushSubscriptionRow>(upsertSql, values);
  return row as PushSubscriptionRow;
}

/** False where this user has none of that id. */
export async function dropSubscription(query: Query, id: number, userId: number): Promise<boolean> {
  return (await query(dropSql, [id, userId])).length > 0;
}

/** Living subscriptions of one user, of a store's, or of all of the tenant: the latest, and at most so many. */
export function audience(
  query: Query,
  of: { staffId: number | null; storeId: number | null },
  most: number,
): Promise<{ id: number; endpoint: string }[]> {
  return query(audienceSql, [of.staffId, of.storeId, most]);
}

/** Null where it is gone or dead. */
export async function livingSubscription(query: Query, id: number): Promise<Subscription | null> {
  return (await query<Subscription>(findSql, [id]))[0] ?? null;
}

/** Nothing is sent to it any more; unless the browser has come back with another endpoint meanwhile. */
export async function prune(query: Query, id: number, endpoint: string): Promise<void> {
  await query(pruneSql, [id, endpoint]);
}
