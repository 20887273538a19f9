import { activeCustomers } from '../../active-customers.ts';
import type { Cycle } from '../../counts.ts';
import { customerIndex, type DatasetPlan, rowsFor, tenantAt } from '../../plan.ts';
import { homeStore, type Skew } from '../../registration.ts';
import { dayOfMoment } from '../../time/calendar.ts';
import { momentAt, shopHours } from '../../time/timeline.ts';
import { someoneIn } from '../organisation/staff.ts';

/** Messages come in exchanges, bursts between one customer and one of the staff. At most eight; 3.5 in the mean. */
const messagesOfExchanges: Cycle = [
  // As many as a prime, so that no deal of tenants gives one of them the long exchanges only.
  2, 1, 4, 3, 6, 2, 5, 1, 3, 8, 2, 4, 1, 6, 3, 2, 5, 1, 4, 2, 7, 1, 3, 2, 6, 4, 1, 8, 3, 2, 5,
];

const exchangesOfRound = messagesOfExchanges.length;
/** How many messages of a round come before each exchange of it, and in the end how many a round has. */
const messagesBefore: number[] = [0];
/** The exchange of a round that each of its messages belongs to. */
const exchangeOf: number[] = [];
for (const [exchange, count] of messagesOfExchanges.entries()) {
  for (let message = 0; message < count; message++) exchangeOf.push(exchange);
  messagesBefore.push(exchangeOf.length);
}
const messagesOfRound = exchangeOf.length;

/** The exchange that message `index` is of, both from 0. */
export function exchangeOfMessage(index: number): number {
  const round = Math.floor(index / messagesOfRound);
  return round * exchangesOfRound + (exchangeOf[index - round * messagesOfRound] as number);
}

/** Index of the first message of an exchange. */
export function firstMessageOf(exchange: number): number {
  const round = Math.floor(exchange / exchangesOfRound);
  return round * messagesOfRound + (messagesBefore[exchange - round * exchangesOfRound] as number);
}

/** One in three customers never writes; the busiest has about fifty times the mean. */
const customerSkew: Skew = { floor: 0.03, power: 3 };
const writingShare = 0.7;

/**
 * Who speaks: bit n is set where message n of an exchange is the store's. A third of the exchanges is begun by the store,
 * and both sides at times send two messages in a row.
 */
const turns: readonly number[] = [
  0b10101010, 0b11010100, 0b10010110, 0b01011010, 0b10110110, 0b10101100, 0b01010101, 0b11001011, 0b10100101,
];

/** Seconds between two messages of an exchange. */
const shortestGap = 20;
const longestGap = 260;

export interface Exchange {
  tenant: number;
  /** Customer's number within the tenant, and index in the customers table. */
  customer: number;
  customerAt: number;
  /** Moments of the first and of the last message. */
  begins: number;
  ends: number;
  messages: number;
  /** See `turns`. */
  turns: number;
  /** Id of who answers for the store. */
  staffId: number;
}

/** How many exchanges there are. The last one may have less messages than its place in the round gives. */
export function exchangeCount(plan: DatasetPlan): number {
  const messages = rowsFor(plan, 'messages');
  return messages === 0 ? 0 : exchangeOfMessage(messages - 1) + 1;
}

/**
 * A function that gives exchange `index` (from 0): always the same object, filled anew. Exchanges are numbered in the
 * order in which they begin, so the messages of a thread lie as scattered as in a CRM that took them in one by one.
 */
export function exchangesOf(plan: DatasetPlan): (index: number) => Readonly<Exchange> {
  const stream = plan.stream('exchanges');
  const count = exchangeCount(plan);
  const messages = rowsFor(plan, 'messages');
  const customerOf = activeCustomers(plan, customerSkew, writingShare);
  const exchange: Exchange = {
    tenant: 0,
    customer: 0,
    customerAt: 0,
    begins: 0,
    ends: 0,
    messages: 0,
    turns: 0,
    staffId: 0,
  };
  return (index) => {
    const draw = stream(index);
    exchange.tenant = tenantAt(plan, index);
    exchange.begins = momentAt((index + draw.float()) / count, shopHours);
    exchange.customer = customerOf(exchange.tenant, dayOfMoment(exchange.begins), draw);
    exchange.customerAt = customerIndex(plan, exchange.tenant, exchange.customer);
    const first = firstMessageOf(index);
    exchange.messages = Math.min(firstMessageOf(index + 1), messages) - first;
    exchange.ends = exchange.begins + (exchange.messages - 1) * draw.int(shortestGap, longestGap);
    exchange.turns = draw.pick(turns);
    exchange.staffId = someoneIn(plan, exchange.tenant, homeStore(exchange.customer), draw);
    return exchange;
  };
}

/** Whether message `child` of an exchange is the store's. */
export function isFromStore(exchange: Readonly<Exchange>, child: number): boolean {
  return ((exchange.turns >> child) & 1) === 1;
}

/** How many messages at the end of an exchange the store has not answered. */
export function unansweredIn(exchange: Readonly<Exchange>): number {
  let last = exchange.messages - 1;
  while (last >= 0 && !isFromStore(exchange, last)) last--;
  return exchange.messages - 1 - last;
}
