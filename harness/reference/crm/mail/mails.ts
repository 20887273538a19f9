import type { MailRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Query } from '../database.ts';
import type { TemplateName } from './templates.ts';

/** A `MailRow` from `emails e`. */
export const mailColumns = `
  e.id, (select slug from tenants t where t.id = e.tenant_id) as tenant, e.customer_id as "customerId",
  e.to_address as "to", e.subject, e.status, e.bounce_reason as "bounceReason", e.created_at as "createdAt"`;

/** A mail that the CRM is to send. */
export interface NewMail {
  customerId: number | null;
  to: string;
  subject: string;
  /** Text; a page is made of it when it is sent. */
  body: string;
  /** Which it was written from: of mails without one the CRM has not made any, and sends none. */
  template: TemplateName;
}

/** A mail as it is sent. */
export interface Outgoing {
  to: string;
  subject: string;
  body: string;
  messageId: string;
  jeweller: string;
}

const insertSql = `
  insert into emails as e (tenant_id, customer_id, to_address, subject, body, created_at, template)
  values ($1, $2, $3, $4, $5, $6, $7) returning ${mailColumns}`;
const takeSql = `
  update emails e set message_id = coalesce(e.message_id, $2) where e.id = $1 and e.status = 'queued'
  returning e.to_address as "to", e.subject, e.body, e.message_id as "messageId",
    (select name from tenants t where t.id = e.tenant_id) as jeweller`;
const sentSql = "update emails set status = 'sent', sent_at = $2 where id = $1 and status = 'queued'";
const bouncedSql = `
  update emails set status = 'bounced', bounce_reason = $2, sent_at = coalesce(sent_at, $3), delivered_at = null
  where id = $1 and status <> 'bounced' and message_id is not null`;
const deliveredSql = `
  update emails set status = 'delivered', sent_at = coalesce(sent_at, $2), delivered_at = $2
  where id = $1 and status in ('queued', 'sent') and message_id is not null`;
const knownSql = 'select id from emails where id = $1 and message_id is not null';
/** A dataset has mails too that wait, without a template: they are no work. */
const waitingSql = `
  select id from emails where status = 'queued' and template is not null and id > $1 order by id limit $2`;
const mostReason = 500;

/** The row of a mail that waits to be sent. */
export async function insertMail(
  query: Query,
  tenantId: number,
  mail: NewMail,
  now: string,
): Promise<MailRow> {
  const { customerId, to, subject, body, template } = mail;
  const [row] = await query<MailRow>(insertSql, [tenantId, customerId, to, subject, body, now, template]);
  return row as MailRow;
}

/** A waiting mail, with the message id that it keeps: `messageId`, unless an earlier attempt has given it one. Null: not waiting. */
export async function takeMail(query: Query, id: number, messageId: string): Promise<Outgoing | null> {
  return (await query<Outgoing>(takeSql, [id, messageId]))[0] ?? null;
}

/** A mail server took it. A report on it may have come sooner: then that stands. */
export async function markSent(query: Query, id: number, now: string): Promise<void> {
  await query(sentSql, [id, now]);
}

/** It will not arrive. Final: a report that it was delivered changes nothing any more. */
export async function markBounced(query: Query, id: number, reason: string, now: string): Promise<void> {
  await query(bouncedSql, [id, reason.slice(0, mostReason), now]);
}

/** It is in the mailbox. */
export async function markDelivered(query: Query, id: number, now: string): Promise<void> {
  await query(deliveredSql, [id, now]);
}

/** Whether it is a mail of this tenant that the CRM has begun to send. */
export async function isKnown(query: Query, id: number): Promise<boolean> {
  return (await query(knownSql, [id])).length > 0;
}

/** Ids of mails of the CRM's own that wait, from the first after `after` on. */
export async function waitingMails(query: Query, after: number, most: number): Promise<number[]> {
  return (await query<{ id: number }>(waitingSql, [after, most])).map(({ id }) => id);
}
