import type { Crm } from '../crm.ts';
import { inTenant } from '../in-tenant.ts';
import type { JobRequest } from '../jobs/job.ts';
import { numberQueue } from '../jobs/names.ts';
import { numbersOf } from './numbers.ts';
import { delayOf } from './pace.ts';

/** So many customers are made recipients in one transaction, and so many jobs handed in at once. */
const chunk = 5_000;
/** Answers of the staff have none, which is before all. */
const campaignPriority = 100;

/**
 * The next customers of the segment. Each goes by the number that has their thread, else by that of their own store.
 * Repeated after a crash it adds nobody twice.
 */
const fillSql = `
  with chosen as (
    select k.id, coalesce(own.name, home.name) as session, k.whatsapp_consent and k.marketing_consent as wanted
    from customers k
      left join whatsapp_threads w on w.tenant_id = k.tenant_id and w.customer_id = k.id
      left join whatsapp_sessions own on own.tenant_id = k.tenant_id and own.name = w.session
      left join whatsapp_sessions home on home.tenant_id = k.tenant_id and home.store_id = k.store_id
    where k.id > $3 and ($4::text is null or k.segment = $4) order by k.id limit $5
  ), added as (
    insert into campaign_recipients (tenant_id, campaign_id, customer_id, status, session, reason)
    select $1, $2, id, case when not wanted then 'skipped' when session is null then 'failed' else 'pending' end,
      case when wanted then session end, case when wanted and session is null then 'there is no number to send by' end
    from chosen
    on conflict (tenant_id, campaign_id, customer_id) do nothing
  )
  select max(id) as last from chosen`;
/** Whoever cancels waits for the chunk, and finds all of it. */
const holdSql = `select status in ('running', 'paused') as "goesOn" from campaigns where id = $1 for share`;
const campaignSql = `
  select segment, pace_per_minute as pace, status, filled_at is not null as filled from campaigns where id = $1`;
/** What has perhaps gone out is seen to the end, whatever has become of its campaign. */
export const toSend = "(r.status = 'sending' or r.status = 'pending' and c.status = 'running')";
const pendingSql = `
  select r.id, r.session from campaign_recipients r join campaigns c on c.tenant_id = r.tenant_id and c.id = r.campaign_id
  where r.campaign_id = $1 and r.status in ('pending', 'sending') and ${toSend} and r.id > $2 order by r.id limit $3`;
const takenBackSql = `
  select r.id, r.session from campaign_recipients r join campaigns c on c.tenant_id = r.tenant_id and c.id = r.campaign_id
  where r.campaign_id = $1 and r.status in ('pending', 'cancelled') and r.id > $2 and c.status in ('paused', 'cancelled')
  order by r.id limit $3`;
const filledSql = `update campaigns set filled_at = now() where id = $1 and filled_at is null`;

interface Recipient {
  id: number;
  session: string;
}

/** Makes the customers of a running campaign's segment its recipients and hands their messages in. Bears repeating. */
export async function beginCampaign(crm: Crm, tenantId: number, campaignId: number): Promise<void> {
  const [campaign] = await inTenant(crm, tenantId, (query) =>
    query<{ segment: string | null; status: string; filled: boolean }>(campaignSql, [campaignId]),
  );
  if (campaign?.status !== 'running') return;
  const tenant = await crm.tenants.byId(tenantId);
  if (tenant) await numbersOf(crm, tenant);
  for (let last: number | null = campaign.filled ? null : 0; last !== null; ) {
    const values = [tenantId, campaignId, last, campaign.segment, chunk];
    last = await inTenant(crm, tenantId, async (query) => {
      const [held] = await query<{ goesOn: boolean }>(holdSql, [campaignId]);
      if (!held?.goesOn) return null;
      const [filled] = await query<{ last: number | null }>(fillSql, values);
      return filled?.last ?? null;
    });
  }
  await handIn(crm, tenantId, campaignId);
  await inTenant(crm, tenantId, (query) => query(filledSql, [campaignId]));
}

/** Hands in what a campaign still has to send; what is handed in already stays as it is, unless it is a dead letter. */
export async function handIn(crm: Crm, tenantId: number, campaignId: number): Promise<void> {
  let [last, place] = [0, 0];
  for (;;) {
    const { campaign, rows } = await inTenant(crm, tenantId, async (query) => ({
      campaign: (await query<{ status: string; pace: number | null }>(campaignSql, [campaignId]))[0],
      rows: await query<Recipient>(pendingSql, [campaignId, last, chunk]),
    }));
    if (campaign === undefined || rows.length === 0) return;
    const byQueue = new Map<string, JobRequest[]>();
    for (const { id, session } of rows) {
      const queue = numberQueue(session);
      const jobs = byQueue.get(queue) ?? [];
      byQueue.set(queue, jobs);
      jobs.push({
        name: 'campaign',
        id: jobOf(id),
        data: { tenantId, recipientId: id },
        priority: campaignPriority,
        delayMs: delayOf(place++, campaign.pace),
      });
    }
    await Promise.all([...byQueue].map(([queue, jobs]) => crm.jobs.addAfresh(queue, jobs)));
    last = rows.at(-1)?.id ?? last;
  }
}

/** Takes the jobs of a paused or cancelled campaign back. What is in somebody's hands stays there. */
export async function takeBack(crm: Crm, tenantId: number, campaignId: number): Promise<void> {
  for (let last = 0; ; ) {
    const rows = await inTenant(crm, tenantId, (query) =>
      query<Recipient>(takenBackSql, [campaignId, last, chunk]),
    );
    if (rows.length === 0) return;
    const byQueue = new Map<string, string[]>();
    for (const { id, session } of rows) {
      const ids = byQueue.get(session) ?? [];
      byQueue.set(session, ids);
      ids.push(jobOf(id));
    }
    for (const [session, ids] of byQueue) await crm.jobs.remove(numberQueue(session), ids);
    last = rows.at(-1)?.id ?? last;
  }
}

/** One for each recipient, so that handing in twice is one message. */
const jobOf = (recipientId: number) => `m-${recipientId}`;
