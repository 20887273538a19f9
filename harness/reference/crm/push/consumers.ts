import type { Crm } from '../crm.ts';
import { inTenant } from '../in-tenant.ts';
import { type Consumer, GiveUp, type JobInHand } from '../jobs/job.ts';
import { queues } from '../jobs/names.ts';
import { deliverTo } from './deliver.ts';
import { mayPushTo } from './endpoint.ts';
import { notificationOf } from './notification.ts';
import { audience } from './subscriptions.ts';

/** Pushes under way at once in one process: they wait for services far away. */
const concurrency = 16;
/** Browsers that one notification goes to at most: all of a large tenant's staff, with two each. */
const mostSubscriptions = 500;

/**
 * Who notifies: a job `notify` names whom and what, and makes a job `deliver` for each subscription, so that one that fails is
 * tried again by itself. Whoever hands in `notify` gives { tenantId, staffId, storeId, title, body, url }.
 */
export async function pushConsumers(crm: Crm): Promise<Consumer[]> {
  const deliver = deliverTo(crm);
  return [
    {
      queue: queues.push,
      concurrency,
      async handle(job) {
        if (job.name === 'notify') await notify(crm, job);
        else if (job.name === 'deliver') await deliver(job);
        else throw new GiveUp(`no such push job: ${job.name}`);
      },
    },
  ];
}

/** Repeated, it makes jobs of the same ids: those that wait or failed are not made again. */
async function notify(crm: Crm, { id, data }: JobInHand): Promise<void> {
  const of = { staffId: idOrNull(data.staffId), storeId: idOrNull(data.storeId) };
  const notification = notificationOf(id, data);
  const subscriptions = await inTenant(crm, data.tenantId, (query) => audience(query, of, mostSubscriptions));
  await crm.jobs.addMany(
    queues.push,
    subscriptions
      .filter(({ endpoint }) => mayPushTo(endpoint, crm.outside.pushHosts))
      .map((subscription) => ({
        name: 'deliver',
        id: `deliver-${notification.id}-${data.tenantId}-${subscription.id}`,
        data: { tenantId: data.tenantId, subscriptionId: subscription.id, notification },
      })),
  );
}

function idOrNull(value: unknown): number | null {
  return Number.isInteger(value) ? (value as number) : null;
}
