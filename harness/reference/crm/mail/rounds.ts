import type { Crm } from '../crm.ts';
import { inTenant } from '../in-tenant.ts';
import { queues } from '../jobs/names.ts';
import type { Round } from '../jobs/rounds.ts';
import { waitingMails } from './mails.ts';
import { sendJob } from './queue-mail.ts';

const handedInAtOnce = 1_000;

/**
 * Hands in every mail that waits. One whose job is there is not taken a second time; so only those whose job Redis never had, lost,
 * or holds as a dead letter, are begun.
 */
async function handInWaiting(crm: Crm): Promise<void> {
  for (const { id: tenantId } of await crm.tenants.all()) {
    for (let after = 0; ; ) {
      const ids = await inTenant(crm, tenantId, (query) => waitingMails(query, after, handedInAtOnce));
      await crm.jobs.addAfresh(
        queues.mail,
        ids.map((id) => sendJob(tenantId, id)),
      );
      after = ids.at(-1) ?? 0;
      if (ids.length < handedInAtOnce) break;
    }
  }
}

export const mailRounds: readonly Round[] = [{ name: 'mail', everyMs: 30_000, run: handInWaiting }];
