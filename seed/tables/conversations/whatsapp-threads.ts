import { storesPerTenant } from '../../counts.ts';
import { homeStore } from '../../registration.ts';
import type { Table } from '../../table.ts';
import { dayOfMoment } from '../../time/calendar.ts';
import { chatId, phoneNumbers } from '../../values/contacts.ts';
import { exchangesOf, isFromStore } from './exchanges.ts';
import { threadsOf } from './threads.ts';
import { lastPreviews, unreadIn } from './whatsapp-messages.ts';

/** What nobody has looked at is open; the rest is put aside within days, a few for later. */
function statusOf(day: number, unread: number, u: number): string {
  if (unread > 0) return 'open';
  if (day >= -3) return u < 0.5 ? 'open' : 'closed';
  if (day >= -30) return u < 0.12 ? 'snoozed' : u < 0.2 ? 'open' : 'closed';
  return u < 0.01 ? 'open' : 'closed';
}

export const whatsappThreads: Table = {
  name: 'whatsapp_threads',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    customer_id: 'integer',
    staff_id: 'integer',
    chat_id: 'text',
    session: 'text',
    status: 'text',
    unread_count: 'integer',
    message_count: 'integer',
    last_message_at: 'moment',
    last_message_preview: 'text',
    created_at: 'moment',
  },
  count: (plan) => threadsOf(plan).count,
  rows: (plan) => {
    const stream = plan.stream('whatsapp_threads');
    const exchangeAt = exchangesOf(plan);
    const previewOf = lastPreviews(plan);
    const phoneOf = phoneNumbers(plan);
    const { customers, messages, firstExchange, lastExchange } = threadsOf(plan);
    // One number, and with it one WhatsApp session, a store.
    const sessions = plan.request.tenants.map((slug) =>
      Array.from({ length: storesPerTenant }, (_, store) => `${slug}-${store + 1}`),
    );
    return (index) => {
      const customerAt = customers[index] as number;
      const createdAt = exchangeAt(firstExchange[customerAt] as number).begins;
      const last = lastExchange[customerAt] as number;
      const exchange = exchangeAt(last);
      const { tenant, customer } = exchange;
      const unread = unreadIn(exchange);
      const draw = stream(index);
      // Nobody has taken on a customer to whom nobody has answered yet.
      const isTakenOn = exchange.messages > 1 || isFromStore(exchange, 0);
      return [
        index + 1,
        tenant + 1,
        customerAt + 1,
        isTakenOn ? exchange.staffId : null,
        chatId(phoneOf(tenant, customer)),
        sessions[tenant]?.[homeStore(customer)] as string,
        statusOf(dayOfMoment(exchange.ends), unread, draw.float()),
        unread,
        messages[customerAt] as number,
        exchange.ends,
        previewOf(last, exchange),
        createdAt,
      ];
    };
  },
};
