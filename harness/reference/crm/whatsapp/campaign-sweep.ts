import type { Crm } from '../crm.ts';
import { inTenant } from '../in-tenant.ts';
import { numberQueue } from '../jobs/names.ts';
import { handIn, toSend } from './campaign-audience.ts';
import { countCampaign } from './campaign-counts.ts';
import { askFor } from './campaign-work.ts';

/** Running or paused; or through, but so lately that acknowledgements still come; or of the dataset, and not counted in all respects. */
const openSql = `
  select id, status, filled_at is not null as filled from campaigns
  where status in ('running', 'paused') or finished_at > now() - interval '10 minutes' or (status = 'cancelled' and sent is null)
    or id = (select id from campaigns where status = 'sent' and sent is null order by id limit 1)
  order by id`;
const waitingSql = `
  select r.session, count(*)::integer as rows
  from campaign_recipients r join campaigns c on c.tenant_id = r.tenant_id and c.id = r.campaign_id
  where r.campaign_id = any($1::integer[]) and r.status in ('pending', 'sending') and ${toSend} group by r.session`;
const sessionsSql = 'select name from whatsapp_sessions';

/** A `begin` that is being worked on is not handed in twice within this time. */
const beginAgainMs = 60_000;

interface Open {
  id: number;
  status: string;
  filled: boolean;
}

/**
 * Sees to it that every message that a running campaign has still to send has a job, though Redis may have lost some, and
 * that the counters are right, though somebody may not have asked for a count.
 */
export async function seeAfterCampaigns(crm: Crm, tenantId: number): Promise<void> {
  const ask = <Row>(sql: string, values: unknown[] = []) =>
    inTenant(crm, tenantId, (query) => query<Row>(sql, values));
  const open = await ask<Open>(openSql);
  // A paused one may stay so for weeks: it is counted when it is paused and when an acknowledgement comes.
  for (const { id, status } of open) if (status !== 'paused') await countCampaign(crm, tenantId, id);
  const minute = Math.floor(Date.now() / beginAgainMs);
  for (const { id, status, filled } of open)
    if (status === 'running' && !filled)
      await askFor(crm, 'begin', tenantId, id, { id: `begin-${id}-${minute}`, delayMs: 1_000 });
  const filled = open.filter((campaign) => campaign.filled).map(({ id }) => id);
  if (filled.length > 0 && (await areJobsMissing(crm, tenantId, filled)))
    for (const id of filled) await handIn(crm, tenantId, id);
}

/**
 * Whether a number's queue has fewer jobs than messages wait for it. Jobs are counted first: what is sent in between makes
 * fewer messages, never fewer jobs. Answers of the staff may hide a few that are missing, for as long as they wait.
 */
async function areJobsMissing(crm: Crm, tenantId: number, campaigns: readonly number[]): Promise<boolean> {
  const ask = <Row>(sql: string, values: unknown[] = []) =>
    inTenant(crm, tenantId, (query) => query<Row>(sql, values));
  const sessions = await ask<{ name: string }>(sessionsSql);
  const jobs = new Map<string, number>();
  await Promise.all(
    sessions.map(async ({ name }) => {
      const queue = crm.jobs.queue(numberQueue(name));
      const counts = await queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed');
      jobs.set(
        name,
        Object.values(counts).reduce((sum, count) => sum + count, 0),
      );
    }),
  );
  const waiting = await ask<{ session: string; rows: number }>(waitingSql, [campaigns]);
  return waiting.some(({ session, rows }) => rows > (jobs.get(session) ?? 0));
}
