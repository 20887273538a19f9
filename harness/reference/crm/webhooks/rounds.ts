import type { Crm } from '../crm.ts';
import { inTenant } from '../in-tenant.ts';
import type { Round } from '../jobs/rounds.ts';
import { type EventKey, handInAgain } from './hand-in.ts';
import { webhookSources } from './sources.ts';

/** What is younger is on its way: its job was handed in with it. */
const waitingSql = `
  select id as "eventId", tenant_id as "tenantId"
  from webhook_events
  where status = 'received' and received_at < now() - interval '5 seconds' and source = any($1)
  order by received_at limit 500`;

/** Hands in again what was kept and not worked on, because Redis was away or lost it. A job that is still there is not taken twice. */
async function takeUpWaiting(crm: Crm): Promise<void> {
  for (const { id } of await crm.tenants.all()) {
    const waiting = await inTenant(crm, id, (query) => query<EventKey>(waitingSql, [webhookSources]));
    if (waiting.length > 0) await handInAgain(crm, waiting);
  }
}

export const webhookRounds: readonly Round[] = [
  { name: 'webhooks-again', everyMs: 10_000, run: takeUpWaiting },
];
