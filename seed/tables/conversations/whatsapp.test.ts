import { describe, expect, it } from 'vitest';
import { planFor, type Row, rowsOf } from '../../testing/rows.ts';
import { grouped, variants, wasRegistered } from '../../testing/variants.ts';
import { closingSecond, dayOfMoment, momentOf, openingSecond } from '../../time/calendar.ts';
import { storeBegins, storeReplies } from '../../words/messages.ts';
import { exchangeCount, exchangeOfMessage, exchangesOf, firstMessageOf } from './exchanges.ts';

/** The last of some messages by time, the later row of two in the same second. */
function lastOf(messages: readonly Row[]): Row {
  return messages.reduce((last, message) =>
    (message.sent_at as number) >= (last.sent_at as number) ? message : last,
  );
}

/** A call of expect takes microseconds too many for every message. */
function count(rows: readonly Row[], isWrong: (row: Row) => boolean): number {
  return rows.filter(isWrong).length;
}

describe.each(variants)('WhatsApp, %s', (_, change) => {
  const plan = planFor(change);
  const threads = rowsOf(plan, 'whatsapp_threads');
  const messages = rowsOf(plan, 'whatsapp_messages');
  const byThread = grouped(messages, 'thread_id');

  it('has one thread for each customer with a message, and as many messages as asked for', () => {
    expect(messages).toHaveLength(
      Math.round(
        plan.request.customers * (plan.request.perCustomer?.messages ?? 20) * (plan.request.history ?? 1),
      ),
    );
    expect([...byThread.keys()].sort()).toEqual(threads.map(({ id }) => id).sort());
    expect(new Set(threads.map(({ customer_id }) => customer_id)).size).toBe(threads.length);
  });

  it('says in the thread what its messages say', () => {
    for (const thread of threads) {
      const own = byThread.get(thread.id) as Row[];
      const last = lastOf(own);
      expect(thread.message_count).toBe(own.length);
      expect(thread.last_message_at).toBe(last.sent_at);
      const preview = thread.last_message_preview as string;
      expect(preview.endsWith('...') ? preview.slice(0, -3) : preview).toBe(
        (last.body as string).slice(0, preview.endsWith('...') ? preview.length - 3 : undefined),
      );
      expect(thread.created_at).toBe(Math.min(...own.map(({ sent_at }) => sent_at as number)));
      expect(thread.unread_count).toBe(count(own, ({ from_me, ack }) => from_me === false && ack === 2));
      expect(thread.status === 'closed' && (thread.unread_count as number) > 0).toBe(false);
      expect(own.every(({ tenant_id }) => tenant_id === thread.tenant_id)).toBe(true);
    }
  });

  it('names chats by the phone of the customer, and messages by the chat, each once', () => {
    const phones = new Map(rowsOf(plan, 'customers').map((row) => [row.id, row.phone as string]));
    const chats = new Map(threads.map((row) => [row.id, row.chat_id as string]));
    for (const { customer_id, chat_id } of threads)
      expect(`+${chat_id}`).toBe(`${phones.get(customer_id as number)}@c.us`);
    const isWrong = ({ thread_id, from_me, waha_id }: Row) => {
      const [direction, chat, hex] = (waha_id as string).split('_') as [string, string, string];
      return (
        direction !== String(from_me) ||
        chat !== chats.get(thread_id as number) ||
        !/^[0-9A-F]{20}$/.test(hex)
      );
    };
    expect(count(messages, isWrong)).toBe(0);
    expect(new Set(messages.map(({ waha_id }) => waha_id)).size).toBe(messages.length);
  });

  it('acknowledges only what can be, and names who wrote for the store', () => {
    const ofStore = new Set([...storeBegins.bodies, ...storeReplies.bodies]);
    const isWrong = ({ from_me, ack, staff_id, body }: Row) =>
      (from_me ? ![-1, 1, 2, 3].includes(ack as number) : ack !== 2 && ack !== 3) ||
      (staff_id !== null) !== from_me ||
      (from_me && !ofStore.has(body as string)) ||
      body === '';
    expect(count(messages, isWrong)).toBe(0);
  });

  it('happens in opening hours or the half hour after, to customers registered by then, not after today', () => {
    const customers = new Map(threads.map((row) => [row.id, row.customer_id as number]));
    const isWrong = ({ thread_id, sent_at }: Row) => {
      const second = (sent_at as number) - momentOf(dayOfMoment(sent_at as number), 0);
      return (
        second < openingSecond ||
        second >= closingSecond + 1_900 ||
        dayOfMoment(sent_at as number) > 0 ||
        !wasRegistered(plan, customers.get(thread_id as number) as number, sent_at as number)
      );
    };
    expect(count(messages, isWrong)).toBe(0);
  });
});

describe('exchanges', () => {
  const plan = planFor({ customers: 2_000, shares: [5, 3, 2] });

  it('divides the messages: each in one exchange, in order, one to eight in each', () => {
    const total = 40_000;
    let next = 0;
    const exchangeAt = exchangesOf(plan);
    for (let index = 0; index < exchangeCount(plan); index++) {
      const { messages } = exchangeAt(index);
      expect(firstMessageOf(index)).toBe(next);
      expect(messages >= 1 && messages <= 8).toBe(true);
      for (let child = 0; child < messages; child++) expect(exchangeOfMessage(next + child)).toBe(index);
      next += messages;
    }
    expect(next).toBe(total);
  });

  it('begins them in the order of their numbers, with the messages of each in order of time', () => {
    const exchangeAt = exchangesOf(plan);
    const messages = rowsOf(plan, 'whatsapp_messages');
    let before = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < exchangeCount(plan); index++) {
      const { begins, ends, messages: count } = exchangeAt(index);
      expect(begins).toBeGreaterThanOrEqual(before);
      before = begins;
      const first = firstMessageOf(index);
      const times = messages.slice(first, first + count).map(({ sent_at }) => sent_at as number);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect([times[0], times.at(-1)]).toEqual([begins, ends]);
    }
  });

  it('follows the shares of the tenants', () => {
    const perTenant = grouped(rowsOf(plan, 'whatsapp_messages'), 'tenant_id');
    const parts = [1, 2, 3].map((tenant) => (perTenant.get(tenant)?.length ?? 0) / 40_000);
    for (const [tenant, share] of [0.5, 0.3, 0.2].entries()) expect(parts[tenant]).toBeCloseTo(share, 1);
  });
});

it('is heavy-tailed: a third of the customers has no message, a few have hundreds', () => {
  const customers = 5_000;
  const counts = rowsOf(planFor({ customers }), 'whatsapp_threads').map((row) => row.message_count as number);
  while (counts.length < customers) counts.push(0);
  counts.sort((a, b) => a - b);
  const at = (p: number) => counts[Math.floor(p * (customers - 1))] as number;
  expect(counts.reduce((sum, count) => sum + count, 0) / customers).toBe(20);
  expect(counts.filter((count) => count === 0).length / customers).toBeGreaterThan(0.28);
  expect(counts.filter((count) => count === 0).length / customers).toBeLessThan(0.42);
  expect(at(0.5)).toBeLessThan(15);
  expect(at(0.99)).toBeGreaterThan(150);
  expect(at(1)).toBeGreaterThan(400);
});
