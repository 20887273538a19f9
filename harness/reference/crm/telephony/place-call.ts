import type { CallRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Crm } from '../crm.ts';
import type { DatabaseTime } from '../database.ts';
import { Fault, notFound } from '../faults.ts';
import type { SessionRecord } from '../sessions.ts';
import { callColumns, openDisposition, tellCall } from './call-rows.ts';
import { placeCall } from './pbx.ts';

const phonesSql = `
  select k.phone as "customerPhone", s.phone as "agentPhone", st.phone as "callerId"
  from customers k
  join staff s on s.tenant_id = k.tenant_id and s.id = $2
  join stores st on st.tenant_id = s.tenant_id and st.id = s.store_id
  where k.id = $1`;
const insertSql = `
  with c as (
    insert into calls (tenant_id, customer_id, staff_id, direction, disposition, ring_s, duration_s, started_at, status)
    values ($1, $2, $3, 'outgoing', '${openDisposition}', 0, 0, $4, 'asked') returning *
  )
  select ${callColumns} from c join tenants t on t.id = c.tenant_id`;
// its first webhook may have been faster
const placedSql = 'update calls set provider_id = $2 where id = $1 and provider_id is null';
const notPlacedSql = `
  update calls set status = 'failed', disposition = 'not-placed' where id = $1 and status = 'asked' and provider_id is null`;

type Phones = { customerPhone: string; agentPhone: string; callerId: string };

/**
 * Click-to-call: keeps the call, then asks the telephone system for it. Throws 404 for no such customer, and 503 where nobody is
 * called because there is no telephone system, it refuses or it is out of reach; the call stays in the log as failed. Where it
 * cannot be told whether somebody is called the call stays asked for: webhooks say more, or after some minutes the sweep does.
 */
export async function askForCall(
  crm: Crm,
  time: DatabaseTime,
  { tenantId, tenant, userId }: SessionRecord,
  customerId: number,
): Promise<CallRow> {
  const { telephony } = crm.outside;
  if (telephony.servers.length === 0) throw new Fault(503, 'no telephone system is connected');
  const now = await crm.day.now(time);
  const { call, phones } = await crm.database.asTenant(time, tenantId, async (query) => {
    const [phones] = await query<Phones>(phonesSql, [customerId, userId]);
    if (!phones) throw notFound('customer');
    const [call] = await query<CallRow>(insertSql, [tenantId, customerId, userId, now]);
    return { call: call as CallRow, phones };
  });
  const placed = await placeCall(telephony, { tenant, callId: call.id, record: false, ...phones });
  const keep = (sql: string, values: unknown[]) =>
    crm.database.asTenant(time, tenantId, (query) => query(sql, values));
  if (placed.kind === 'refused') {
    await keep(notPlacedSql, [call.id]);
    throw new Fault(503, placed.why);
  }
  if (placed.kind === 'placed') await keep(placedSql, [call.id, placed.sid]);
  await tellCall(crm, tenantId, userId, call);
  return call;
}
