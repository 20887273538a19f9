import type { Crm } from '../crm.ts';
import type { Consumer, JobInHand } from '../jobs/job.ts';
import { numberQueue } from '../jobs/names.ts';
import type { Tenant } from '../tenants.ts';
import { campaignConsumer } from './campaign-work.ts';
import { whileThereIsADatabase } from './delivery.ts';
import { numbersOf } from './numbers.ts';
import { atOnce, limitOf } from './pace.ts';
import { sendCampaignMessage } from './send-campaign-message.ts';
import { sendReply } from './send-reply.ts';

/** Who works on campaigns, and who sends: one for each number, at its pace. */
export async function whatsappConsumers(crm: Crm): Promise<Consumer[]> {
  if (crm.outside.whatsapp.servers.length === 0) return [];
  const tenants = await crm.tenants.all().catch(() => []);
  const names = await Promise.all(tenants.map((tenant) => namesOf(crm, tenant).catch(() => [])));
  return [campaignConsumer(crm), ...names.flat().map((name) => numberConsumer(crm, name))];
}

/** A store is added once in months, and this is asked for every few seconds. */
const keptMs = 30_000;
const kept = new WeakMap<Crm, Map<number, { names: string[]; until: number }>>();

/** Names of a tenant's numbers, as they were at most half a minute ago; while there are none they are looked for each time. */
async function namesOf(crm: Crm, tenant: Tenant): Promise<string[]> {
  const ofCrm = kept.get(crm) ?? new Map<number, { names: string[]; until: number }>();
  kept.set(crm, ofCrm);
  const known = ofCrm.get(tenant.id);
  if (known && performance.now() < known.until) return known.names;
  const names = (await numbersOf(crm, tenant)).map(({ name }) => name);
  if (names.length > 0) ofCrm.set(tenant.id, { names, until: performance.now() + keptMs });
  return names;
}

function numberConsumer(crm: Crm, session: string): Consumer {
  const { perNumberPerMinute } = crm.outside.whatsapp;
  return {
    queue: numberQueue(session),
    concurrency: atOnce(perNumberPerMinute),
    limit: limitOf(perNumberPerMinute),
    handle: (job) => whileThereIsADatabase(() => send(crm, job)),
  };
}

function send(crm: Crm, job: JobInHand): Promise<void> {
  return job.name === 'reply' ? sendReply(crm, job) : sendCampaignMessage(crm, job);
}
