import type { Crm } from '../crm.ts';
import { noTime } from '../database.ts';
import type { Round } from '../jobs/rounds.ts';
import { lostDisposition, tellCall } from './call-rows.ts';

const everyMs = 60_000;
/** Longer than any telephone rings, and than a webhook is tried again for while the CRM restarts. */
const silentS = 5 * 60;
/** Longer than the longest call, and as much again as above. */
const talkingS = 4 * 3600 + silentS;

/** Clocks of several VMs, and a call that is asked for after the round has looked at its own: not of a day ago. */
const aheadS = 60;

/**
 * `started_at` is on the CRM's business day, whose clock jumps back a day each midnight: so a call's age is what is left of the
 * difference after whole days.
 */
const ageSql = `
  mod(mod(extract(epoch from $1::timestamptz - started_at) + ${aheadS}, 86400) + 86400, 86400) - ${aheadS}`;
const lostSql = `
  update calls set
    status = case status when 'talking' then 'ended' else 'failed' end, disposition = '${lostDisposition}'
  where (status in ('asked', 'ringing') and ${ageSql} > ${silentS})
    or (status = 'talking' and ${ageSql} > ${talkingS})
  returning id, status, staff_id as "staffId"`;

/** Ends the calls of all tenants that were asked for long ago and never heard of again. */
export async function endLostCalls(crm: Crm): Promise<void> {
  const time = noTime();
  for (const { id } of await crm.tenants.all()) {
    const now = await crm.day.now(time);
    const lost = await crm.primary.asTenant(time, id, (query) =>
      query<{ id: number; status: 'ended' | 'failed'; staffId: number }>(lostSql, [now]),
    );
    for (const call of lost) await tellCall(crm, id, call.staffId, call);
  }
}

export const telephonyRounds: readonly Round[] = [{ name: 'calls-lost', everyMs, run: endLostCalls }];
