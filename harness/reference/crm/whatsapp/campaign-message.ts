import { randomBytes } from 'node:crypto';
import type { Query } from '../database.ts';

/** A message of a campaign with all that is needed to send it. */
export interface CampaignMessage {
  id: number;
  campaignId: number;
  customerId: number;
  /** As it was before it was taken in hand. */
  status: string;
  /** Whether it was handed to WhatsApp before, whatever was answered. */
  perhapsSent: boolean;
  /** The customer has withdrawn their consent. */
  isSkipped: boolean;
  campaignStatus: string;
  /** What has been acknowledged already. */
  ack: number | null;
  /** Chosen now or before. */
  wahaId: string | null;
  chatId: string;
  customer: string;
  template: string;
  campaign: string;
  store: string;
  storeId: number;
  staffId: number;
  session: string;
  server: number;
  sessionStatus: string;
}

/**
 * Takes a message in hand: from pending to sending, with its id, in one statement; or finds it in somebody's hands, who may
 * have died with it. Whoever has withdrawn their consent meanwhile is skipped. Nothing changes while the session rests.
 */
const takeSql = `
  with r as (select * from campaign_recipients where id = $1 for update),
  found as (
    select r.id, r.campaign_id, r.customer_id, r.status, r.ack, r.waha_id, r.session, c.status as campaign_status,
      c.name as campaign, c.staff_id,
      substr(k.phone, 2) || '@c.us' as chat_id, k.name as customer, k.whatsapp_consent and k.marketing_consent as wanted,
      p.body as template, s.server, s.status as session_status, s.store_id, o.name as store
    from r
      join campaigns c on c.tenant_id = r.tenant_id and c.id = r.campaign_id
      join customers k on k.tenant_id = r.tenant_id and k.id = r.customer_id
      join message_templates p on p.tenant_id = r.tenant_id and p.id = c.template_id
      join whatsapp_sessions s on s.tenant_id = r.tenant_id and s.name = r.session
      join stores o on o.tenant_id = s.tenant_id and o.id = s.store_id
  ), taken as (
    update campaign_recipients u set status = case when f.wanted then 'sending' else 'skipped' end,
      waha_id = case when f.wanted then coalesce(f.waha_id, 'true_' || f.chat_id || '_' || $2) end
    from found f
    where u.id = f.id and f.status = 'pending' and f.campaign_status = 'running' and f.session_status = 'WORKING'
    returning u.status, u.waha_id
  )
  select f.id, f.campaign_id as "campaignId", f.customer_id as "customerId", f.status, f.ack,
    f.campaign_status as "campaignStatus", coalesce(t.waha_id, f.waha_id) as "wahaId", f.waha_id is not null as "perhapsSent", t.status is not distinct from 'skipped' as "isSkipped", f.chat_id as "chatId", f.customer,
    f.template, f.campaign, f.store, f.store_id as "storeId", f.staff_id as "staffId", f.session, f.server,
    f.session_status as "sessionStatus"
  from found f left join taken t on true`;

/** The message with what it became by being taken in hand; undefined where it is not the tenant's. */
export async function takeInHand(query: Query, recipientId: unknown): Promise<CampaignMessage | undefined> {
  const id = `3EB0${randomBytes(8).toString('hex').toUpperCase()}`;
  const [message] = await query<CampaignMessage>(takeSql, [recipientId, id]);
  return message;
}
