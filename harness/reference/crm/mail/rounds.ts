import type { Crm } from '../crm.ts';
import { queues } from '../jobs/names.ts';
import type { Round } from '../jobs/rounds.ts';
import { waitingMails } from './mails.ts';
import { sendJob } from './queue-mail.ts';

const handedInAtOnce = 1_000;
/** Of those, so many of the oldest are looked at each time. */
const mostLookedAt = 50;

/**
 * Hands in every mail that waits. One whose job is there is not taken a second time; so only those whose job Redis never had, lost,
 * or holds as a dead letter, are begun.
 */
async function handInWaiting(crm: Crm): Promise<void> {
  for (const { id: tenantId } of await crm.tenants.all()) {
    for (let after = 0; ; ) {
      const ids = await crm.primary.asTenant({ poolMs: 0, queryMs: 0 }, tenantId, (query) =>
        waitingMails(query, after, handedInAtOnce),
      );
      const jobs = ids.map((id) => sendJob(tenantId, id));
      await clearAway(
        crm,
        jobs.slice(0, mostLookedAt).map(({ id }) => id),
      );
      await crm.jobs.addMany(queues.mail, jobs);
      after = ids.at(-1) ?? 0;
      if (ids.length < handedInAtOnce) break;
    }
  }
}

/**
 * A dead letter would stand in the way of the same job: consumers died with it, and nobody could say what became of the mail. Where
 * somebody could, the mail waits no more.
 */
async function clearAway(crm: Crm, ids: readonly string[]): Promise<void> {
  const queue = crm.jobs.queue(queues.mail);
  const states = await Promise.all(ids.map((id) => queue.getJobState(id)));
  await crm.jobs.remove(
    queues.mail,
    ids.filter((_, index) => states[index] === 'failed'),
  );
}

export const mailRounds: readonly Round[] = [{ name: 'mail', everyMs: 30_000, run: handInWaiting }];
