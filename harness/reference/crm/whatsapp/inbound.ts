import type { Crm } from '../crm.ts';
import type { Query } from '../database.ts';
import { inTenant } from '../in-tenant.ts';
import { queues } from '../jobs/names.ts';
import { onBusinessDay } from './business-moment.ts';
import { type AddedMessage, addMessage, isMessageId, kindOf, previewOf } from './message-record.ts';

/** Whose message it is and by which store's number it came. */
interface Place {
  storeId: number;
  city: string;
}

interface Customer {
  id: number;
  name: string;
}

const placeSql = `
  select s.store_id as "storeId", o.city from whatsapp_sessions s
  join stores o on o.tenant_id = s.tenant_id and o.id = s.store_id where s.name = $1`;
const customerSql = 'select id, name from customers where phone = $1';
/**
 * Whoever writes from a number that nobody knows is a customer from now on: that first question is how most sales begin, and
 * a message that stands nowhere would not be answered. They have agreed to nothing, so no campaign goes to them.
 */
const newCustomerSql = `
  insert into customers (tenant_id, store_id, name, phone, city, segment, created_at)
  values ($1, $2, $3, $4, $5, 'new', $6)
  on conflict on constraint customers_phone_key do nothing returning id, name`;
const longestText = 65_536;

/** Works on `message`: what a customer has written. Repeated it changes nothing. Groups and channels have no customer. */
export async function workOnMessage(
  crm: Crm,
  tenantId: number,
  session: string,
  payload: Record<string, unknown>,
): Promise<void> {
  const { id, from, fromMe, body, timestamp } = payload;
  const digits = typeof from === 'string' ? /^(\d{6,15})@c\.us$/.exec(from)?.[1] : undefined;
  if (!isMessageId(id) || digits === undefined || fromMe === true) return;
  const sentAt = await onBusinessDay(crm, Number(timestamp) * 1000);
  const text = typeof body === 'string' ? body.slice(0, longestText).replaceAll('\0', '') : '';
  const kind = kindOf(mimetypeOf(payload));
  const shown = text === '' ? `[${kind}]` : text;
  const arrived = await inTenant(crm, tenantId, async (query) => {
    const [place] = await query<Place>(placeSql, [session]);
    if (!place) return null;
    const phone = `+${digits}`;
    const customer = await customerOf(query, tenantId, place, phone, nameIn(payload) ?? phone, sentAt);
    const added = await addMessage(query, {
      tenantId,
      customerId: customer.id,
      chatId: `${digits}@c.us`,
      session,
      fromMe: false,
      staffId: null,
      kind,
      body: shown,
      ack: 2,
      wahaId: id,
      sentAt,
    });
    return added && { added, customer, storeId: place.storeId };
  }).catch((error: { code?: string; constraint?: string }) => {
    // The same message at the same time: the other has it.
    if (error.code === '23505' && error.constraint?.startsWith('whatsapp_messages')) return null;
    throw error;
  });
  if (arrived) await tell(crm, tenantId, { ...arrived, text: shown });
}

async function customerOf(
  query: Query,
  tenantId: number,
  { storeId, city }: Place,
  phone: string,
  name: string,
  now: string,
): Promise<Customer> {
  const [known] = await query<Customer>(customerSql, [phone]);
  if (known) return known;
  const [made] = await query<Customer>(newCustomerSql, [tenantId, storeId, name, phone, city, now]);
  const [other] = made ? [made] : await query<Customer>(customerSql, [phone]);
  if (!other) throw new Error('the customer was taken away meanwhile');
  return other;
}

interface Arrived {
  added: AddedMessage;
  customer: Customer;
  storeId: number;
  text: string;
}

/**
 * Tells whoever has the thread, else the store. Once, after the message is kept. Should the process end right here nobody is told, but the message is unread in the
 * list; telling again with each repetition would be worse.
 */
async function tell(crm: Crm, tenantId: number, { added, customer, storeId, text }: Arrived): Promise<void> {
  const { threadId, messageId, staffId } = added;
  const audience = staffId === null ? { storeId } : { userId: staffId };
  await crm.live.tell(tenantId, audience, { type: 'whatsapp-message', threadId, messageId }).catch(() => {});
  const data = {
    tenantId,
    staffId,
    storeId: staffId === null ? storeId : null,
    title: customer.name,
    body: previewOf(text),
    url: `/threads/${threadId}`,
  };
  await crm.jobs.add(queues.push, { name: 'notify', id: `n-${messageId}`, data }).catch(() => {});
}

function mimetypeOf({ hasMedia, media }: Record<string, unknown>): string | null {
  const type = (media as { mimetype?: unknown } | null | undefined)?.mimetype;
  return typeof type === 'string' ? type : hasMedia === true ? 'application/octet-stream' : null;
}

/** What they call themselves. */
function nameIn({ _data }: Record<string, unknown>): string | null {
  const name = (_data as { notifyName?: unknown } | null | undefined)?.notifyName;
  const text = typeof name === 'string' ? name.replaceAll('\0', '').trim().slice(0, 80) : '';
  return text === '' ? null : text;
}
