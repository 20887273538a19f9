import type { Crm } from '../crm.ts';
import type { Round } from '../jobs/rounds.ts';
import { tellCall } from './call-rows.ts';

const everyMs = 60_000;
/** Longer than any telephone rings, and than a webhook is tried again for while the CRM restarts. */
const silentS = 5 * 60;
/** Longer than the longest call, and as much again as above. */
const talkingS = 4 * 3600 + silentS;

/**
 * `started_at` is on the CRM's business day, whose clock begins anew each midnight: a call of before midnight seems to be of the
 * future, and is as old.
 */
const lostSql = `
  update calls set
    status = case status when 'talking' then 'ended' else 'failed' end, disposition = 'not-heard-of'
  where (status in ('asked', 'ringing') and abs(extract(epoch from $1::timestamptz - started_at)) > ${silentS})
    or (status = 'talking' and abs(extract(epoch from $1::timestamptz - started_at)) > ${talkingS})
  returning id, status, staff_id as "staffId"`;

/** Ends the calls of all tenants that were asked for long ago and never heard of again. */
export async function endLostCalls(crm: Crm): Promise<void> {
  const time = { poolMs: 0, queryMs: 0 };
  for (const { id } of await crm.tenants.all()) {
    const now = await crm.day.now(time);
    const lost = await crm.primary.asTenant(time, id, (query) =>
      query<{ id: number; status: 'ended' | 'failed'; staffId: number }>(lostSql, [now]),
    );
    for (const call of lost) await tellCall(crm, id, call.staffId, call);
  }
}

export const telephonyRounds: readonly Round[] = [{ name: 'calls-lost', everyMs, run: endLostCalls }];
