import type { CampaignRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Query } from '../database.ts';
import { Fault, notFound } from '../faults.ts';

const countOf = (condition: string) => `
  (select count(*) from campaign_recipients r where r.campaign_id = c.id and ${condition})`;

/** A `CampaignRow` from `campaigns c join tenants t`. What came with the dataset may not have been counted in all respects yet. */
export const campaignColumns = `
  c.id, t.slug as tenant, c.name, c.template_id as "templateId", c.segment, c.status,
  c.scheduled_at as "scheduledAt", c.started_at as "startedAt", c.finished_at as "finishedAt",
  c.pace_per_minute as "pacePerMinute", c.recipients,
  coalesce(c.sent, ${countOf("r.status in ('sent', 'delivered', 'read')")})::integer as sent,
  c.delivered, c.read, c.failed,
  coalesce(c.skipped, ${countOf("r.status = 'skipped'")})::integer as skipped`;

const oneSql = `select ${campaignColumns} from campaigns c join tenants t on t.id = c.tenant_id where c.id = $1`;

/** The campaign; 404 where it is not the tenant's. */
export async function campaignById(query: Query, id: number): Promise<CampaignRow> {
  const [campaign] = await query<CampaignRow>(oneSql, [id]);
  if (!campaign) throw notFound('campaign');
  return campaign;
}

export type Move = 'start' | 'pause' | 'resume' | 'cancel';

const begun = 'started_at = now(), begin_at = null';
/** From which states a campaign can be moved so, and what that sets. */
export const moves: Readonly<Record<Move, { from: readonly string[]; set: string }>> = {
  start: { from: ['draft', 'scheduled'], set: `status = 'running', ${begun}` },
  pause: { from: ['running'], set: "status = 'paused'" },
  resume: { from: ['paused'], set: "status = 'running'" },
  cancel: {
    from: ['draft', 'scheduled', 'running', 'paused'],
    set: "status = 'cancelled', begin_at = null, finished_at = case when started_at is not null then now() end",
  },
};

/** What came with the dataset has never been counted before it began; whom it is for stands there as a sentence only. */
const startableSql = `
  select p.approved, c.status in ('draft', 'scheduled') and c.sent is null as "isSeeded" from campaigns c join message_templates p on p.tenant_id = c.tenant_id and p.id = c.template_id
  where c.id = $1`;
const cancelRecipientsSql = `
  update campaign_recipients set status = 'cancelled' where campaign_id = $1 and status = 'pending'`;

/**
 * Moves the campaign: 404 where it is not the tenant's, 409 where it is in another state, its template not approved, or it came with
 * the dataset and would have to begin.
 */
export async function moveCampaign(query: Query, id: number, move: Move): Promise<CampaignRow> {
  const { from, set } = moves[move];
  if (move === 'start') {
    const [known] = await query<{ approved: boolean; isSeeded: boolean }>(startableSql, [id]);
    if (known?.isSeeded)
      throw new Fault(409, 'the campaign came with the dataset and has no segment to go to');
    if (known?.approved === false) throw new Fault(409, 'the template of the campaign is not approved');
  }
  // The state in the condition is what lets only one of two win.
  const [moved] = await query<{ id: number }>(
    `update campaigns set ${set} where id = $1 and status = any($2::text[]) returning id`,
    [id, from],
  );
  if (!moved) {
    const { status } = await campaignById(query, id);
    throw new Fault(409, `the campaign is ${status}`);
  }
  if (move === 'cancel') await query(cancelRecipientsSql, [id]);
  return campaignById(query, id);
}
