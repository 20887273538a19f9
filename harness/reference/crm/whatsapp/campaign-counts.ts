import type { Crm } from '../crm.ts';
import type { Query } from '../database.ts';
import { inTenant } from '../in-tenant.ts';
import { queues } from '../jobs/names.ts';

/**
 * The counters are always counted from the rows, never added to: so they cannot drift, and the row of a campaign is not
 * what all its acknowledgements wait for. Whoever changes a recipient asks for a count; all who ask within a second get one.
 */
const countSql = `
  with counted as (
    select count(*) as recipients,
      count(*) filter (where status in ('sent', 'delivered', 'read')) as sent,
      count(*) filter (where status in ('delivered', 'read')) as delivered,
      count(*) filter (where status = 'read') as read,
      count(*) filter (where status = 'failed') as failed,
      count(*) filter (where status = 'skipped') as skipped,
      count(*) filter (where status in ('pending', 'sending')) as open
    from campaign_recipients where campaign_id = $1
  ), now_is as (
    select n.*, c.status = 'running' and c.filled_at is not null and n.open = 0 as is_through
    from counted n, campaigns c where c.id = $1
  )
  update campaigns c set recipients = n.recipients, sent = n.sent, delivered = n.delivered, read = n.read,
    failed = n.failed, skipped = n.skipped,
    status = case when n.is_through then 'sent' else c.status end,
    finished_at = case when n.is_through then now() else c.finished_at end
  from now_is n
  where c.id = $1 and (n.is_through or (n.recipients, n.sent, n.delivered, n.read, n.failed, n.skipped)
    is distinct from (c.recipients, c.sent, c.delivered, c.read, c.failed, c.skipped))
  returning c.status`;

/** Counts a campaign's recipients anew, and ends it where all are through. Its new state where anything changed. */
async function countIn(query: Query, campaignId: number): Promise<string | null> {
  // Two counts at once: the one that began first must not write last.
  await query('select from campaigns where id = $1 for update', [campaignId]);
  const [changed] = await query<{ status: string }>(countSql, [campaignId]);
  return changed?.status ?? null;
}

/** Counts now, and tells browsers of the tenant where anything changed. */
export async function countCampaign(crm: Crm, tenantId: number, campaignId: number): Promise<void> {
  const status = await inTenant(crm, tenantId, (query) => countIn(query, campaignId));
  if (status === null) return;
  await crm.live.tell(tenantId, 'all', { type: 'campaign', campaignId, status }).catch(() => {});
}

const everyMs = 1_000;
/** For clocks of several VMs that do not agree. */
const marginMs = 200;
/** The second that this process last asked for a count of each campaign in. */
const asked = new Map<string, number>();

/**
 * Asks for a count after the present second. To be called after the commit of what is to be counted. A count that cannot
 * be asked for is made up for by a round.
 */
export async function countSoon(crm: Crm, tenantId: number, campaignId: number): Promise<void> {
  const now = Date.now();
  const second = Math.floor(now / everyMs);
  const key = `${tenantId}-${campaignId}`;
  if (asked.get(key) === second) return;
  if (asked.size > 1_000) asked.clear();
  asked.set(key, second);
  await crm.jobs
    .add(queues.campaigns, {
      name: 'count',
      id: `count-${campaignId}-${second}`,
      data: { tenantId, campaignId },
      delayMs: (second + 1) * everyMs + marginMs - now,
    })
    .catch(() => asked.delete(key));
}
