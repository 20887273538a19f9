import type { Crm } from '../crm.ts';
import { noTime } from '../database.ts';
import { inTenant } from '../in-tenant.ts';
import { GiveUp, type JobInHand } from '../jobs/job.ts';
import { betterAck, statusByAck } from './acks.ts';
import { countSoon } from './campaign-counts.ts';
import { type CampaignMessage, takeInHand } from './campaign-message.ts';
import {
  deliver,
  endOf,
  holdUnlessWorking,
  isNotSent,
  lookFor,
  type Sender,
  type Taken,
} from './delivery.ts';
import { addMessage } from './message-record.ts';
import { textFor } from './template-text.ts';
import type { Text } from './waha-client.ts';

/** An acknowledgement may have been here first: then it says more. */
const sentSql = `
  update campaign_recipients r set ack = told.ack, status = ${statusByAck('told.ack', 'r.status')},
    sent_at = coalesce(r.sent_at, now()), waha_id = $2, reason = case when told.ack = -1 then r.reason end
  from (select id, ${betterAck('ack', '$3::smallint')} as ack from campaign_recipients where id = $1 for update) told
  where r.id = told.id returning r.ack`;
/** The id stays: should it have gone out all the same, its acknowledgement finds the row, and the next attempt the message. */
const leftSql = `
  update campaign_recipients r set status = case when c.status = 'cancelled' then 'cancelled' else 'pending' end
  from campaigns c where r.id = $1 and r.status = 'sending' and c.tenant_id = r.tenant_id and c.id = r.campaign_id`;
const failedSql = `
  update campaign_recipients set status = 'failed', reason = $2 where id = $1 and status = 'sending' and sent_at is null`;

/** Sends one message of a campaign, and makes it part of the customer's thread. Bears repeating at any point. */
export async function sendCampaignMessage(crm: Crm, job: JobInHand): Promise<void> {
  const { tenantId, recipientId } = job.data;
  const message = await inTenant(crm, tenantId, (query) => takeInHand(query, recipientId));
  if (!message || !isToSend(message)) return;
  holdUnlessWorking(senderOf(message));
  if (message.wahaId !== null && !message.isSkipped) await send(crm, job, message, message.wahaId);
  await countSoon(crm, tenantId, message.campaignId);
}

/** One that may have gone out is seen to the end, whatever has become of its campaign. */
function isToSend({ status, campaignStatus }: CampaignMessage): boolean {
  return status === 'sending' || (status === 'pending' && campaignStatus === 'running');
}

function senderOf({ session, storeId, server, sessionStatus }: CampaignMessage): Sender {
  return { name: session, storeId, server, status: sessionStatus };
}

async function send(crm: Crm, job: JobInHand, message: CampaignMessage, wahaId: string): Promise<void> {
  const { id, session, chatId } = message;
  const { tenantId } = job.data;
  const text = { session, chatId, text: textFor(message.template, message), wahaId };
  try {
    const taken = await takenBy(crm, job, message, text);
    if (taken === null) await inTenant(crm, tenantId, (query) => query(leftSql, [id]));
    else await keepSent(crm, tenantId, message, taken, text.text);
  } catch (error) {
    const end = endOf(job, error);
    if (end !== null) {
      await inTenant(crm, tenantId, (query) => query(failedSql, [id, end]));
      await countSoon(crm, tenantId, message.campaignId);
      throw new GiveUp(end);
    }
    // It can be paused and cancelled again; not one that an earlier attempt has perhaps sent.
    if (isNotSent(error) && message.status === 'pending')
      await inTenant(crm, tenantId, (query) => query(leftSql, [id]));
    throw error;
  }
}

/** What WhatsApp has of the message, once it has it; null where it has not, and need not any more. */
async function takenBy(
  crm: Crm,
  job: JobInHand,
  message: CampaignMessage,
  text: Text,
): Promise<Taken | null> {
  const { ack, perhapsSent, campaignStatus } = message;
  if (ack !== null && ack !== 0) return { wahaId: text.wahaId, ack };
  return campaignStatus === 'running'
    ? deliver(crm, job, senderOf(message), text, perhapsSent)
    : lookFor(crm, job, senderOf(message), text);
}

/** Both or neither: that it was sent, and that it stands in the thread. */
async function keepSent(
  crm: Crm,
  tenantId: number,
  { id, customerId, chatId, session, staffId }: CampaignMessage,
  { wahaId, ack }: Taken,
  body: string,
): Promise<void> {
  const sentAt = await crm.day.now(noTime());
  await inTenant(crm, tenantId, async (query) => {
    const [sent] = await query<{ ack: number }>(sentSql, [id, wahaId, ack === 0 ? 1 : ack]);
    const known = sent?.ack ?? 1;
    await addMessage(query, {
      tenantId,
      customerId,
      chatId,
      session,
      fromMe: true,
      staffId,
      kind: 'template',
      body,
      ack: known,
      wahaId,
      sentAt,
    });
  });
}
