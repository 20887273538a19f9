import { randomUUID } from 'node:crypto';
import type { Crm } from '../crm.ts';
import { isUnreachable } from '../faults.ts';
import { inTenant } from '../in-tenant.ts';
import { GiveUp, Postpone } from '../jobs/job.ts';
import { attempts } from '../jobs/jobs.ts';
import { markBounced, markSent, takeMail } from './mails.ts';
import { outcomeOf } from './outcome.ts';
import { NotTaken, type Smtp } from './smtp.ts';
import { htmlOf } from './templates.ts';
import { mailDomain, returnPathOf } from './verp.ts';

/** A mail server that does not answer is asked again so much later, as often as it takes: the mail waits. */
const absentMs = 5_000;

/** Told apart from a database that is away: a mail server may say the same words. */
class Later extends Error {}

interface MailInHand {
  tenantId: number;
  mailId: number;
  /** How often it was begun before. */
  attemptsMade: number;
}

/**
 * Sends one mail that waits, and keeps what became of it. SMTP is at least once: a process that dies between the server's 250 and
 * our commit leaves the mail queued, and it goes again. It has the same Message-ID then, which was stored before the first
 * attempt: by that its readers and the sink tell the two apart from two mails. Rejects where it is to be tried again; at the last
 * attempt the mail ends as bounced, with the reason.
 */
export async function sendMail(crm: Crm, smtp: Smtp, mail: MailInHand): Promise<void> {
  try {
    await tryToSend(crm, smtp, mail);
  } catch (error) {
    if (error instanceof Postpone || error instanceof GiveUp) throw error;
    // a database that is away is no fault of the mail, and could not keep its end
    if (!(error instanceof Later) && isUnreachable(error)) throw databaseAway();
    if (mail.attemptsMade + 1 < attempts) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    await end(crm, mail, `given up after ${attempts} attempts: ${reason}`).catch(() => {
      throw databaseAway();
    });
  }
}

const databaseAway = () => new Postpone(absentMs, 'the database is away');

async function tryToSend(crm: Crm, smtp: Smtp, { tenantId, mailId }: MailInHand): Promise<void> {
  const tenant = (await crm.tenants.byId(tenantId))?.slug;
  if (tenant === undefined) throw new GiveUp('the tenant of this mail is no more');
  const messageId = `<${randomUUID()}@${mailDomain}>`;
  const mail = await inTenant(crm, tenantId, (query) => takeMail(query, mailId, messageId));
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
    const { cause, stage } = error instanceof NotTaken ? error : new NotTaken(error, 'composing');
    const outcome = outcomeOf(cause, stage);
    if (outcome.kind === 'absent') throw new Postpone(absentMs, 'the mail server does not answer');
    if (outcome.kind === 'later') throw new Later(`the mail server did not take it: ${outcome.reason}`);
    await end(crm, { tenantId, mailId }, outcome.reason);
    return;
  }
  const now = new Date().toISOString();
  await inTenant(crm, tenantId, (query) => markSent(query, mailId, now));
}

/** It will not be sent any more. */
async function end(
  crm: Crm,
  { tenantId, mailId }: Pick<MailInHand, 'tenantId' | 'mailId'>,
  reason: string,
): Promise<void> {
  const now = new Date().toISOString();
  await inTenant(crm, tenantId, (query) => markBounced(query, mailId, reason.replaceAll('\0', ' '), now));
}
