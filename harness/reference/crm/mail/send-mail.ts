import { randomUUID } from 'node:crypto';
import type { Crm } from '../crm.ts';
import { GiveUp, Postpone } from '../jobs/job.ts';
import { markBounced, markSent, takeMail } from './mails.ts';
import { outcomeOf } from './outcome.ts';
import type { Smtp } from './smtp.ts';
import { htmlOf } from './templates.ts';
import { mailDomain, returnPathOf } from './verp.ts';

/** A mail server that does not answer is asked again so much later, as often as it takes: the mail waits. */
const absentMs = 5_000;
const noTime = () => ({ poolMs: 0, queryMs: 0 });

/**
 * Sends one mail that waits, and keeps what became of it. SMTP is at least once: a process that dies between the server's 250 and
 * our commit leaves the mail queued, and it goes again. It has the same Message-ID then, which was stored before the first
 * attempt: by that its readers and the sink tell the two apart from two mails.
 */
export async function sendMail(crm: Crm, smtp: Smtp, tenantId: number, mailId: number): Promise<void> {
  const tenant = (await crm.tenants.all()).find(({ id }) => id === tenantId)?.slug;
  if (tenant === undefined) throw new GiveUp('the tenant of this mail is no more');
  const messageId = `<${randomUUID()}@${mailDomain}>`;
  const mail = await crm.primary.asTenant(noTime(), tenantId, (query) => takeMail(query, mailId, messageId));
  if (mail === null) return;
  try {
    await smtp.send({
      returnPath: returnPathOf({ tenant, mailId }),
      from: { name: mail.jeweller, address: `${tenant}@${mailDomain}` },
      to: mail.to,
      subject: mail.subject,
      text: mail.body,
      html: htmlOf(mail.body, mail.jeweller),
      messageId: mail.messageId,
    });
  } catch (error) {
    const outcome = outcomeOf(error);
    if (outcome.kind === 'absent') throw new Postpone(absentMs, 'the mail server does not answer');
    if (outcome.kind === 'later') throw new Error(`the mail server says later: ${outcome.reason}`);
    const now = new Date().toISOString();
    await crm.primary.asTenant(noTime(), tenantId, (query) =>
      markBounced(query, mailId, outcome.reason, now),
    );
    return;
  }
  const now = new Date().toISOString();
  await crm.primary.asTenant(noTime(), tenantId, (query) => markSent(query, mailId, now));
}
