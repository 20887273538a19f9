import type { Crm } from '../crm.ts';
import { inTenant } from '../in-tenant.ts';
import { GiveUp, type JobInHand } from '../jobs/job.ts';
import { numberQueue } from '../jobs/names.ts';
import { betterAck } from './acks.ts';
import { deliver, endOf, holdUnlessWorking } from './delivery.ts';

interface Reply {
  body: string;
  wahaId: string;
  chatId: string;
  session: string;
  storeId: number;
  server: number;
  sessionStatus: string;
  /** Whether an earlier attempt may have gone out. */
  perhapsSent: boolean;
}

/** Marks the answer as handed to WhatsApp before it is, and gives whether it was before. */
const takeSql = `
  with m as (
    select m.id, m.body, m.waha_id, m.handed_at, w.chat_id, s.name, s.store_id, s.server, s.status
    from whatsapp_messages m
      join whatsapp_threads w on w.tenant_id = m.tenant_id and w.id = m.thread_id
      join whatsapp_sessions s on s.tenant_id = w.tenant_id and s.name = w.session
    where m.id = $1 and m.from_me and m.ack = 0 for update of m
  ), taken as (
    update whatsapp_messages u set handed_at = now() from m
    where u.id = m.id and m.handed_at is null and m.status = 'WORKING'
  )
  select body, waha_id as "wahaId", chat_id as "chatId", name as session, store_id as "storeId", server,
    status as "sessionStatus", handed_at is not null as "perhapsSent" from m`;
const takenSql = `
  update whatsapp_messages set ack = ${betterAck('ack', '$2::smallint')}, waha_id = $3 where id = $1`;
const failedSql = 'update whatsapp_messages set ack = -1 where id = $1 and ack = 0';
const waitingSql = `
  select m.id, w.session from whatsapp_messages m join whatsapp_threads w on w.tenant_id = m.tenant_id and w.id = m.thread_id
  where m.ack = 0 and m.from_me order by m.id limit 500`;

/** Sends an answer of the staff. Bears repeating at any point. */
export async function sendReply(crm: Crm, job: JobInHand): Promise<void> {
  const { tenantId, messageId } = job.data;
  const run = (sql: string, values: unknown[]) =>
    inTenant(crm, tenantId, (query) => query<Reply>(sql, values));
  const [reply] = await run(takeSql, [messageId]);
  if (!reply) return;
  const { session, storeId, server, chatId, wahaId, body, perhapsSent } = reply;
  const sender = { name: session, storeId, server, status: reply.sessionStatus };
  holdUnlessWorking(sender);
  try {
    const taken = await deliver(crm, job, sender, { session, chatId, text: body, wahaId }, perhapsSent);
    await run(takenSql, [messageId, Math.max(1, taken.ack), taken.wahaId]);
  } catch (error) {
    const end = endOf(job, error);
    if (end === null) throw error;
    await run(failedSql, [messageId]);
    throw new GiveUp(end);
  }
}

/** Hands answers of one number in; of the same one twice is once. */
export function handInReplies(
  crm: Crm,
  tenantId: number,
  session: string,
  messageIds: readonly number[],
): Promise<void> {
  return crm.jobs.addAfresh(
    numberQueue(session),
    messageIds.map((messageId) => ({ name: 'reply', id: `r-${messageId}`, data: { tenantId, messageId } })),
  );
}

/** Hands in again what has no acknowledgement yet. */
export async function handInWaitingReplies(crm: Crm, tenantId: number): Promise<void> {
  const waiting = await inTenant(crm, tenantId, (query) =>
    query<{ id: number; session: string }>(waitingSql),
  );
  const byNumber = new Map<string, number[]>();
  for (const { id, session } of waiting) {
    const ids = byNumber.get(session) ?? [];
    byNumber.set(session, ids);
    ids.push(id);
  }
  for (const [session, ids] of byNumber) await handInReplies(crm, tenantId, session, ids);
}
