import { type DatasetPlan, rowsFor } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import type { Table, Value } from '../../table.ts';
import { dayOfMoment } from '../../time/calendar.ts';
import { chatId, phoneNumbers } from '../../values/contacts.ts';
import { hexUpper, mixed } from '../../values/hex.ts';
import {
  customerBegins,
  customerReplies,
  type MessagePool,
  storeBegins,
  storeReplies,
} from '../../words/messages.ts';
import {
  type Exchange,
  exchangeOfMessage,
  exchangesOf,
  firstMessageOf,
  isFromStore,
  unansweredIn,
} from './exchanges.ts';
import { threadsOf } from './threads.ts';

/** As WhatsApp counts: -1 failed, 1 at the server, 2 on the device, 3 read. */
const failed = -1;
const atServer = 1;
const onDevice = 2;
const read = 3;

/** Where the texts of message `child` of an exchange come from. */
function poolFor(exchange: Readonly<Exchange>, child: number): MessagePool {
  if (isFromStore(exchange, child)) return child === 0 ? storeBegins : storeReplies;
  return child === 0 ? customerBegins : customerReplies;
}

/** Which text of its pool a message has: the first thing drawn of its row. */
function textOf(pool: MessagePool, draw: Draw): number {
  return draw.int(0, pool.bodies.length - 1);
}

/** A function that gives what a list of threads shows of the last message of exchange `index`. */
export function lastPreviews(plan: DatasetPlan): (index: number, exchange: Readonly<Exchange>) => string {
  const stream = plan.stream('whatsapp_messages');
  return (index, exchange) => {
    const child = exchange.messages - 1;
    const pool = poolFor(exchange, child);
    return pool.previews[textOf(pool, stream(firstMessageOf(index) + child))] as string;
  };
}

/** The last message is at the end of the exchange; those between are about evenly spread, never out of order. */
function sentAt(exchange: Readonly<Exchange>, child: number, draw: Draw): number {
  const { begins, ends, messages } = exchange;
  if (child === 0) return begins;
  if (child === messages - 1) return ends;
  return begins + Math.floor(((ends - begins) * (child - 0.4 + 0.8 * draw.float())) / (messages - 1));
}

function ackOf(day: number, u: number): number {
  if (u < 0.004) return failed;
  // What was sent today has not always arrived.
  if (u < (day === 0 ? 0.1 : 0.02)) return atServer;
  return u < 0.15 ? onDevice : read;
}

/** How many messages at the end of a thread's last exchange nobody at the store has looked at yet. */
export function unreadIn(exchange: Readonly<Exchange>): number {
  return dayOfMoment(exchange.ends) >= -2 ? unansweredIn(exchange) : 0;
}

/** A function that gives how WhatsApp's ids begin in exchange `index`, for what the store sends and what it receives. */
function idBeginnings(plan: DatasetPlan) {
  const phoneOf = phoneNumbers(plan);
  const stream = plan.stream('whatsapp_messages/ids');
  const beginnings = { sent: '', received: '' };
  return (index: number, { tenant, customer }: Readonly<Exchange>) => {
    const digits = hexUpper(stream(index).int(0, 0xffff_ffff));
    const chat = chatId(phoneOf(tenant, customer));
    beginnings.sent = `true_${chat}_3EB0${digits}`;
    beginnings.received = `false_${chat}_3EB0${digits}`;
    return beginnings;
  };
}

export const whatsappMessages: Table = {
  name: 'whatsapp_messages',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    thread_id: 'integer',
    staff_id: 'integer',
    from_me: 'boolean',
    kind: 'text',
    body: 'text',
    ack: 'smallint',
    waha_id: 'text',
    sent_at: 'moment',
  },
  count: (plan) => rowsFor(plan, 'messages'),
  rows: (plan) => {
    const stream = plan.stream('whatsapp_messages');
    const exchangeAt = exchangesOf(plan);
    const beginningsOf = idBeginnings(plan);
    const { ids, lastExchange } = threadsOf(plan);
    const row: Value[] = new Array(10).fill(null);
    let last = -1;
    let exchange = {} as Readonly<Exchange>;
    let beginnings = { sent: '', received: '' };
    let unreadFrom = 0;
    return (index) => {
      const number = exchangeOfMessage(index);
      // Rows are mostly asked for in order, and an exchange's messages come one after another.
      if (number !== last) {
        last = number;
        exchange = exchangeAt(number);
        beginnings = beginningsOf(number, exchange);
        const isLast = lastExchange[exchange.customerAt] === number;
        unreadFrom = exchange.messages - (isLast ? unreadIn(exchange) : 0);
      }
      const child = index - firstMessageOf(number);
      const draw = stream(index);
      const pool = poolFor(exchange, child);
      const text = textOf(pool, draw);
      const at = sentAt(exchange, child, draw);
      const isSent = isFromStore(exchange, child);
      row[0] = index + 1;
      row[1] = exchange.tenant + 1;
      row[2] = ids[exchange.customerAt] as number;
      row[3] = isSent ? exchange.staffId : null;
      row[4] = isSent;
      row[5] = pool.kinds[text] as string;
      row[6] = pool.bodies[text] as string;
      row[7] = isSent ? ackOf(dayOfMoment(at), draw.float()) : child < unreadFrom ? read : onDevice;
      row[8] = (isSent ? beginnings.sent : beginnings.received) + hexUpper(mixed(index));
      row[9] = at;
      return row;
    };
  },
};
