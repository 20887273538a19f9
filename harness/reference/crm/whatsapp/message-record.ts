import type { Query } from '../database.ts';

/** A `MessageRow` from `whatsapp_messages m join tenants t`. */
export const messageColumns = `
  m.id, t.slug as tenant, m.thread_id as "threadId", m.from_me as "fromMe", m.kind, m.body, m.ack,
  m.sent_at as "sentAt"`;

/** A message that is to stand in its customer's thread. */
export interface NewMessage {
  tenantId: number;
  customerId: number;
  chatId: string;
  session: string;
  fromMe: boolean;
  /** Who wrote it for the store; null: the customer did. */
  staffId: number | null;
  kind: string;
  body: string;
  ack: number;
  wahaId: string;
  /** ISO 8601, on the CRM's day. */
  sentAt: string;
}

/**
 * The thread is made where there is none, and says what its messages say: their number, the latest, the unread. A message
 * that came late counts but does not become the latest. What was put aside is open again once a customer writes. That the
 * message is new is asked here, and held by its unique id: whoever runs at the same time fails with 23505, thread and all.
 */
const addSql = `
  with thread as (
    insert into whatsapp_threads as w (tenant_id, customer_id, chat_id, session, status, unread_count, message_count,
      last_message_at, last_message_preview, created_at)
    select $1, $2, $3, $4, case when $5 then 'closed' else 'open' end, case when $5 then 0 else 1 end, 1, $11, $12, $11
    where not exists (select from whatsapp_messages where waha_id = $10)
    on conflict (tenant_id, customer_id) do update set
      message_count = w.message_count + 1,
      unread_count = w.unread_count + excluded.unread_count,
      status = case when $5 then w.status else 'open' end,
      last_message_preview = case when excluded.last_message_at >= w.last_message_at
        then excluded.last_message_preview else w.last_message_preview end,
      last_message_at = greatest(w.last_message_at, excluded.last_message_at),
      created_at = least(w.created_at, excluded.created_at)
    returning id, staff_id
  ), message as (
    insert into whatsapp_messages (tenant_id, thread_id, staff_id, from_me, kind, body, ack, waha_id, sent_at)
    select $1, id, $6, $5, $7, $8, $9, $10, $11 from thread returning id
  )
  select thread.id as "threadId", thread.staff_id as "staffId", message.id as "messageId" from thread, message`;

/** Where a new message came to stand. */
export interface AddedMessage {
  threadId: number;
  messageId: number;
  /** Who has taken on the customer. */
  staffId: number | null;
}

/** Adds a message to its thread; null where it is there already. Of two at the same time one rejects and rolls back. */
export async function addMessage(query: Query, message: NewMessage): Promise<AddedMessage | null> {
  const { tenantId, customerId, chatId, session, fromMe, staffId, kind, body, ack, wahaId, sentAt } = message;
  const [added] = await query<AddedMessage>(addSql, [
    tenantId,
    customerId,
    chatId,
    session,
    fromMe,
    staffId,
    kind,
    body,
    ack,
    wahaId,
    sentAt,
    previewOf(body),
  ]);
  return added ?? null;
}

const previewCharacters = 60;

/** What a list of threads shows of a text. */
export function previewOf(body: string): string {
  const letters = [...body];
  if (letters.length <= previewCharacters) return body;
  return `${letters
    .slice(0, previewCharacters - 3)
    .join('')
    .trimEnd()}...`;
}

/** What kind of message it is, by the type of what came with it; null: nothing did. */
export function kindOf(mimetype: string | null): string {
  if (mimetype === null) return 'text';
  const [family] = mimetype.split('/');
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'document';
}

/** Whether something can be WhatsApp's id of a message. */
export function isMessageId(value: unknown): value is string {
  return typeof value === 'string' && /^[!-~]{1,200}$/.test(value);
}
