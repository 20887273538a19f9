import type { Crm } from '../crm.ts';
import { queues } from '../jobs/names.ts';
import type { Round } from '../jobs/rounds.ts';
import { type EventKey, handIn, jobIdOf } from './hand-in.ts';
import { webhookSources } from './sources.ts';

/** What is younger is on its way: its job was handed in with it. */
const waitingSql = `
  select id as "eventId", tenant_id as "tenantId", received_at < now() - interval '5 minutes' as "isOld"
  from webhook_events
  where status = 'received' and received_at < now() - interval '5 seconds' and source = any($1)
  order by received_at limit 500`;
/** Of those that are old, so many are looked at each time. */
const mostLookedAt = 50;

/** Hands in again what was kept and not worked on, because Redis was away or lost it. A job that is still there is not taken twice. */
async function handInAgain(crm: Crm): Promise<void> {
  for (const { id } of await crm.tenants.all()) {
    const waiting = await crm.primary.asTenant({ poolMs: 0, queryMs: 0 }, id, (query) =>
      query<EventKey & { isOld: boolean }>(waitingSql, [webhookSources]),
    );
    if (waiting.length === 0) continue;
    const old = waiting.filter(({ isOld }) => isOld).slice(0, mostLookedAt);
    await clearAway(crm, old.map(jobIdOf));
    await handIn(
      crm,
      waiting.map(({ tenantId, eventId }) => ({ tenantId, eventId })),
    );
  }
}

/** A dead letter would stand in the way of the same job: consumers died with it, and nobody could note a fault. */
async function clearAway(crm: Crm, ids: readonly string[]): Promise<void> {
  const queue = crm.jobs.queue(queues.webhooks);
  const states = await Promise.all(ids.map((id) => queue.getJobState(id)));
  await crm.jobs.remove(
    queues.webhooks,
    ids.filter((_, index) => states[index] === 'failed'),
  );
}

export const webhookRounds: readonly Round[] = [{ name: 'webhooks-again', everyMs: 3_000, run: handInAgain }];
