import type { Crm } from '../crm.ts';
import { exportConsumers } from '../exports/consumers.ts';
import { exportRounds } from '../exports/rounds.ts';
import { mailConsumers } from '../mail/consumers.ts';
import { mailRounds } from '../mail/rounds.ts';
import { pushConsumers } from '../push/consumers.ts';
import { telephonyConsumers } from '../telephony/consumers.ts';
import { telephonyRounds } from '../telephony/rounds.ts';
import { webhookConsumers } from '../webhooks/consumers.ts';
import { webhookRounds } from '../webhooks/rounds.ts';
import { whatsappConsumers } from '../whatsapp/consumers.ts';
import { takeBackFailure } from '../whatsapp/retry.ts';
import { whatsappRounds } from '../whatsapp/rounds.ts';
import type { Consumer, JobData } from './job.ts';
import { numberQueue } from './names.ts';
import { type Round, roundConsumer } from './rounds.ts';
import { jobRounds } from './tidy.ts';

/**
 * Who works on what. One more kind of work is one more line. Each gives its consumers as far as they can be known: the
 * numbers of WhatsApp stand in the database, which may be seeded later.
 */
const features: readonly ((crm: Crm) => Promise<Consumer[]>)[] = [
  webhookConsumers,
  whatsappConsumers,
  telephonyConsumers,
  mailConsumers,
  pushConsumers,
  exportConsumers,
  async (crm) => [roundConsumer(crm, rounds)],
];

/** What comes round: one more is one more line. */
export const rounds: readonly Round[] = [
  ...jobRounds,
  ...webhookRounds,
  ...whatsappRounds,
  ...telephonyRounds,
  ...mailRounds,
  ...exportRounds,
];

/** Who keeps a failure in the database too, by the beginning of their queues: one more is one more line. */
const keepsFailures: Readonly<Record<string, (crm: Crm, name: string, data: JobData) => Promise<void>>> = {
  [numberQueue('')]: takeBackFailure,
};

/** To be called before a dead letter is tried again. Rejects with a 409 where another attempt would do nothing. */
export async function prepareRetry(crm: Crm, queue: string, name: string, data: JobData): Promise<void> {
  for (const [beginning, takeBack] of Object.entries(keepsFailures))
    if (queue.startsWith(beginning)) await takeBack(crm, name, data);
}

/** All consumers of a process. What cannot be found out now is left out: it is asked for again later. */
export async function consumersOf(crm: Crm): Promise<Consumer[]> {
  const found = await Promise.allSettled(features.map((feature) => feature(crm)));
  return found.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
}
