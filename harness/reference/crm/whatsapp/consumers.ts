import type { Crm } from '../crm.ts';
import type { Consumer, JobInHand } from '../jobs/job.ts';
import { numberQueue } from '../jobs/names.ts';
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
  const numbers = await Promise.all(tenants.map((tenant) => numbersOf(crm, tenant).catch(() => [])));
  return [campaignConsumer(crm), ...numbers.flat().map(({ name }) => numberConsumer(crm, name))];
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
