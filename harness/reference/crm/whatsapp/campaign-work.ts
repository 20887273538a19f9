import type { Crm } from '../crm.ts';
import { inTenant } from '../in-tenant.ts';
import type { Consumer, JobRequest } from '../jobs/job.ts';
import { queues } from '../jobs/names.ts';
import { beginCampaign, takeBack } from './campaign-audience.ts';
import { countCampaign } from './campaign-counts.ts';
import { type Move, moveCampaign } from './campaign-record.ts';

type Work = 'begin' | 'take-back' | 'count' | 'due';

const works: Record<Work, (crm: Crm, tenantId: number, campaignId: number) => Promise<void>> = {
  async begin(crm, tenantId, campaignId) {
    await beginCampaign(crm, tenantId, campaignId);
    // it may have nobody to go to
    await countCampaign(crm, tenantId, campaignId);
  },
  async 'take-back'(crm, tenantId, campaignId) {
    await takeBack(crm, tenantId, campaignId);
    await countCampaign(crm, tenantId, campaignId);
  },
  count: countCampaign,
  due: startIfDue,
};

/** Who works on campaigns: whom they go to, and how far they are. */
export function campaignConsumer(crm: Crm): Consumer {
  return {
    queue: queues.campaigns,
    concurrency: 4,
    async handle({ name, data: { tenantId, campaignId } }) {
      const work = works[name as Work] as (typeof works)[Work] | undefined;
      if (work && Number.isInteger(campaignId)) await work(crm, tenantId, Number(campaignId));
    },
  };
}

/** What is to be done once a campaign has been moved; none of it is lost where Redis is away: a round makes up for it. */
export async function workAfter(crm: Crm, tenantId: number, campaignId: number, move: Move): Promise<void> {
  const goesOn = move === 'start' || move === 'resume';
  await askFor(crm, goesOn ? 'begin' : 'take-back', tenantId, campaignId).catch(() => {});
  const event = { type: 'campaign' as const, campaignId, status: stateAfter[move] };
  await crm.live.tell(tenantId, 'all', event).catch(() => {});
}

const stateAfter = { start: 'running', resume: 'running', pause: 'paused', cancel: 'cancelled' } as const;

/** Hands work on a campaign in; with `options` as for any job. */
export function askFor(
  crm: Crm,
  name: Work,
  tenantId: number,
  campaignId: number,
  options: Pick<JobRequest, 'id' | 'delayMs'> = {},
): Promise<void> {
  return crm.jobs.add(queues.campaigns, { name, data: { tenantId, campaignId }, ...options });
}

const isDueSql = `
  select c.id from campaigns c join message_templates p on p.tenant_id = c.tenant_id and p.id = c.template_id
  where c.status = 'scheduled' and c.begin_at <= now() and p.approved and ($1::integer is null or c.id = $1)`;

/** Starts a campaign whose time has come; of two who do so one starts it. */
async function startIfDue(crm: Crm, tenantId: number, campaignId: number): Promise<void> {
  const started = await inTenant(crm, tenantId, async (query) => {
    const due = await query(isDueSql, [campaignId]);
    if (due.length === 0) return false;
    await moveCampaign(query, campaignId, 'start');
    return true;
  });
  if (started) await workAfter(crm, tenantId, campaignId, 'start');
}

/** Starts what should have begun by now, where the job for it is lost or came too early. */
export async function startDue(crm: Crm, tenantId: number): Promise<void> {
  const due = await inTenant(crm, tenantId, (query) => query<{ id: number }>(isDueSql, [null]));
  for (const { id } of due) await startIfDue(crm, tenantId, id);
}
