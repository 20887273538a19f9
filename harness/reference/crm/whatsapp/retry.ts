import type { Crm } from '../crm.ts';
import { Fault } from '../faults.ts';
import { inTenant } from '../in-tenant.ts';
import type { JobData } from '../jobs/job.ts';
import { countSoon } from './campaign-counts.ts';

const replySql =
  'update whatsapp_messages set ack = 0 where id = $1 and from_me and ack in (-1, 0) returning id';
/** The id of the message stays, so whoever sends it looks first whether it has gone out after all. */
const recipientSql = `
  update campaign_recipients r set status = case when r.status = 'sending' then r.status else 'pending' end, reason = null
  from campaigns c
  where r.id = $1 and r.status in ('failed', 'pending', 'sending') and r.sent_at is null and c.tenant_id = r.tenant_id
    and c.id = r.campaign_id and (c.status in ('running', 'paused') or r.status = 'sending')
  returning r.campaign_id as "campaignId"`;

/**
 * Before a dead letter of a number is tried again: its message waits to be sent once more. Throws 409 where it does not wait and cannot,
 * because it has gone out or its campaign is over.
 */
export async function takeBackFailure(crm: Crm, name: string, data: JobData): Promise<void> {
  const { tenantId, messageId, recipientId } = data;
  const isReply = name === 'reply';
  const [waits] = await inTenant(crm, tenantId, (query) =>
    query<{ campaignId?: number }>(isReply ? replySql : recipientSql, [isReply ? messageId : recipientId]),
  );
  if (waits === undefined)
    throw new Fault(409, 'this message has gone out, or its campaign is over: it is not sent again');
  if (waits.campaignId !== undefined) await countSoon(crm, tenantId, waits.campaignId);
}
