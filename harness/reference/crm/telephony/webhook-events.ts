import type { CallRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Crm } from '../crm.ts';
import type { Query } from '../database.ts';
import { noTime } from '../database.ts';
import { type CallEvent, readCallEvent } from './call-event.ts';
import { lostDisposition, openDisposition, tellCall } from './call-rows.ts';

type Changed = Pick<CallRow, 'id' | 'status'> & { staffId: number };

/**
 * A call never goes back, so events may come late or twice; one that was given up (`calls-lost`) may still be told its end. The one
 * who knows it by our id tells us its name.
 */
const changeSql = `
  update calls set
    status = $3, provider_id = coalesce(provider_id, $1), duration_s = greatest(duration_s, $4),
    recording_url = coalesce($5, recording_url),
    disposition = case when disposition in ('${openDisposition}', '${lostDisposition}') then $6 else disposition end
  where (provider_id = $1 or (id = $2 and provider_id is null))
    and case when status in ('ended', 'failed') then disposition = '${lostDisposition}' and $3 in ('ended', 'failed')
      else array_position(array['asked', 'ringing', 'talking', 'ended', 'failed'], status)
        < array_position(array['asked', 'ringing', 'talking', 'ended', 'failed'], $3) end
  returning id, status, staff_id as "staffId"`;
/** Of several staff with one phone, or where nobody has it, the first of them all. */
const incomingSql = `
  insert into calls
    (tenant_id, customer_id, staff_id, direction, disposition, ring_s, duration_s, recording_url, started_at, status, provider_id)
  select k.tenant_id, k.id, s.id, 'incoming', $4, 0, $5, $6, $7, $8, $1
  from customers k
  cross join lateral (
    select id from staff where active order by (regexp_replace(phone, '[^0-9+]', '', 'g') = $3) desc, id limit 1
  ) s
  where k.phone = $2
  limit 1
  on conflict (tenant_id, provider_id) where provider_id is not null do nothing
  returning id, status, staff_id as "staffId"`;

/**
 * Works on one webhook of the telephone system, whose body is `payload`: moves the call on, makes a row of an incoming one, and
 * tells whoever is concerned. Repeating it changes nothing, and the order of a call's events does not matter. A call that we did not
 * ask for of a number that is no customer's is passed over. Throws `GiveUp` for what is no event, and what the database throws.
 */
export async function workOnTelephony(crm: Crm, tenantId: number, payload: unknown): Promise<void> {
  const event = readCallEvent(payload, openDisposition);
  const time = noTime();
  const now = await crm.day.now(time);
  const changed = await crm.primary.asTenant(time, tenantId, async (query) => {
    const moved = await move(query, event);
    if (moved || !event.incoming || event.callId !== null) return moved;
    const [made] = await query<Changed>(incomingSql, [
      event.sid,
      event.customerPhone,
      event.agentPhone.replace(/[^0-9+]/g, ''),
      event.disposition,
      event.durationS,
      event.recordingUrl,
      now,
      event.status,
    ]);
    // none: no customer's number, or the row is there and this event is late; or another has just made it
    return made ?? move(query, event);
  });
  if (changed) await tellCall(crm, tenantId, changed.staffId, changed);
}

async function move(query: Query, event: CallEvent): Promise<Changed | undefined> {
  const values = [
    event.sid,
    event.callId,
    event.status,
    event.durationS,
    event.recordingUrl,
    event.disposition,
  ];
  const [changed] = await query<Changed>(changeSql, values);
  return changed;
}
