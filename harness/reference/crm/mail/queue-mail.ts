import type { MailRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Crm } from '../crm.ts';
import type { DatabaseTime } from '../database.ts';
import type { JobRequest } from '../jobs/job.ts';
import { queues } from '../jobs/names.ts';
import { insertMail, type NewMail } from './mails.ts';

/** One address, not a list of them: what separates addresses is in none. */
const address = /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\]+$/;

/** Whether a mail can be sent there at all. */
export function isAddress(text: string | null): text is string {
  return text !== null && text.length <= 254 && address.test(text);
}

/** The job that sends a mail. Under this id there is one at most. */
export function sendJob(tenantId: number, mailId: number): JobRequest {
  return { name: 'send', id: `mail-${tenantId}-${mailId}`, data: { tenantId, mailId } };
}

/**
 * Keeps a mail of the tenant as queued and hands in its job. The row is the truth: where Redis does not answer, the mail goes out
 * with the next round. Throws RangeError for an address that is none.
 */
export async function queueMail(
  crm: Crm,
  time: DatabaseTime,
  tenantId: number,
  mail: NewMail,
): Promise<MailRow> {
  if (!isAddress(mail.to)) throw new RangeError('the mail has no address that it could go to');
  const now = await crm.day.now(time);
  const row = await crm.database.asTenant(time, tenantId, (query) => insertMail(query, tenantId, mail, now));
  await crm.jobs.addAfresh(queues.mail, [sendJob(tenantId, row.id)]).catch(() => {});
  return row;
}
