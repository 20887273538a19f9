import type { Crm } from '../crm.ts';
import { type Consumer, GiveUp } from '../jobs/job.ts';
import { queues } from '../jobs/names.ts';
import { sendMail } from './send-mail.ts';
import { mostConnections, openSmtp, type Smtp } from './smtp.ts';

/** Asked for consumers again and again, a process still has one pool of connections for each CRM. */
const pools = new WeakMap<Crm, Smtp>();

/** Who sends mail: as many at once as there are connections. */
export async function mailConsumers(crm: Crm): Promise<Consumer[]> {
  const smtp = pools.get(crm) ?? openSmtp(crm.outside.mail);
  pools.set(crm, smtp);
  return [
    {
      queue: queues.mail,
      concurrency: mostConnections,
      async handle({ name, data: { tenantId, mailId }, attemptsMade }) {
        if (name !== 'send' || !Number.isInteger(mailId)) throw new GiveUp(`no such mail job: ${name}`);
        await sendMail(crm, smtp, { tenantId, mailId: mailId as number, attemptsMade });
      },
    },
  ];
}
