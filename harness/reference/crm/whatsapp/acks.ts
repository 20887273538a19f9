import type { Crm } from '../crm.ts';
import { inTenant } from '../in-tenant.ts';
import type { Audience } from '../live/live.ts';
import { countSoon } from './campaign-counts.ts';
import { isMessageId } from './message-record.ts';
import { wholeId } from './waha-client.ts';

/**
 * Acknowledgements come in any order and more than once, so the better known one stays: nothing, pending, at the server,
 * failed, on the device, read, played. A failure outweighs that the server had it; what is on a device did not fail.
 */
const rank = (ack: string) => `case ${ack} when -1 then 1.5 else coalesce(${ack}, -9) end`;

/** SQL: the better known of two acknowledgements. */
export const betterAck = (known: string, told: string) =>
  `case when ${rank(told)} > ${rank(known)} then ${told} else ${known} end`;

/** SQL: what a recipient's status is by the acknowledgement of the message. */
export const statusByAck = (ack: string, status: string) => `
  case when ${ack} = -1 then 'failed' when ${ack} >= 3 then 'read' when ${ack} = 2 then 'delivered'
    when ${ack} = 1 then 'sent' else ${status} end`;

/**
 * An acknowledgement may come before the answer to the sending itself: the id stands in the row since before it. Then it is
 * only noted: whoever has the message in hand finds it, and makes the message part of the thread.
 */
const recipientSql = `
  update campaign_recipients r set ack = told.ack,
    status = case when r.status in ('sending', 'pending') and told.ack <> 0 then 'sending' else ${statusByAck('told.ack', 'r.status')} end,
    sent_at = case when r.status in ('sending', 'pending') or told.ack = 0 then r.sent_at else coalesce(r.sent_at, now()) end,
    reason = case when told.ack = -1 then 'WhatsApp could not deliver it' end
  from (select id, ${betterAck('ack', '$2::smallint')} as ack from campaign_recipients where waha_id = $1 for update) told
  where r.id = told.id and r.ack is distinct from told.ack
  returning r.campaign_id as "campaignId"`;
const messageSql = `
  update whatsapp_messages m set ack = ${betterAck('m.ack', '$2::smallint')}
  from whatsapp_threads w
  where m.waha_id = $1 and m.from_me and w.id = m.thread_id and m.ack is distinct from ${betterAck('m.ack', '$2::smallint')}
  returning m.id, m.ack, m.staff_id as "staffId"`;

interface Acknowledged {
  id: number;
  ack: number;
  staffId: number | null;
}

/** Works on `message.ack`. Repeated or late ones change nothing. */
export async function workOnAck(crm: Crm, tenantId: number, payload: Record<string, unknown>): Promise<void> {
  const { id, to, ack, fromMe } = payload;
  if (!isMessageId(id) || fromMe === false) return;
  if (!Number.isInteger(ack) || Number(ack) < -1 || Number(ack) > 4) return;
  const values = [wholeId(id, typeof to === 'string' ? to : ''), Number(ack)];
  const { campaign, message } = await inTenant(crm, tenantId, async (query) => {
    const [campaign] = await query<{ campaignId: number }>(recipientSql, values);
    // Only now: the sending may have waited for the same row, or we for it, and made the message meanwhile.
    const [message] = await query<Acknowledged>(messageSql, values);
    return { campaign, message };
  });
  if (campaign) await countSoon(crm, tenantId, campaign.campaignId);
  // Of a campaign its counts are told, not each message.
  else if (message) await crm.live.tell(tenantId, toldTo(message), toldOf(message)).catch(() => {});
}

const toldTo = ({ staffId }: Acknowledged): Audience => (staffId === null ? 'all' : { userId: staffId });
const toldOf = ({ id, ack }: Acknowledged) => ({ type: 'whatsapp-ack' as const, messageId: id, ack });
