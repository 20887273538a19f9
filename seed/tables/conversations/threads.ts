import type { DatasetPlan } from '../../plan.ts';
import { exchangeCount, exchangesOf } from './exchanges.ts';

/** What the exchanges make of the customers, by index of the customer unless said otherwise. Twenty bytes a customer. */
export interface Threads {
  count: number;
  /** Index of the customer of each thread, by index of the thread: in the order of the customers. */
  customers: Int32Array;
  /** Id of the customer's thread, 0 without one. */
  ids: Int32Array;
  messages: Int32Array;
  /** Index of the exchange that began first and of the one that has the latest message. */
  firstExchange: Int32Array;
  lastExchange: Int32Array;
}

/** One thread for each customer who has a message. */
export function threadsOf(plan: DatasetPlan): Threads {
  return plan.once('threads', () => scanned(plan));
}

function scanned(plan: DatasetPlan): Threads {
  const { customers } = plan.request;
  const messages = new Int32Array(customers);
  const firstExchange = new Int32Array(customers);
  const lastExchange = new Int32Array(customers);
  const lastEnd = new Int32Array(customers);
  const exchangeAt = exchangesOf(plan);
  const exchanges = exchangeCount(plan);
  for (let index = 0; index < exchanges; index++) {
    const { customerAt, ends, messages: more } = exchangeAt(index);
    const isFirst = messages[customerAt] === 0;
    if (isFirst) firstExchange[customerAt] = index;
    // Exchanges of a busy customer may overlap. Of two messages in one second the later row counts.
    if (isFirst || ends >= (lastEnd[customerAt] as number)) {
      lastExchange[customerAt] = index;
      lastEnd[customerAt] = ends;
    }
    messages[customerAt] = (messages[customerAt] as number) + more;
  }
  return { ...numbered(messages), messages, firstExchange, lastExchange };
}

function numbered(messages: Int32Array): Pick<Threads, 'count' | 'customers' | 'ids'> {
  const ids = new Int32Array(messages.length);
  let count = 0;
  for (let customer = 0; customer < messages.length; customer++)
    if (messages[customer] !== 0) ids[customer] = ++count;
  const customers = new Int32Array(count);
  for (let customer = 0; customer < ids.length; customer++)
    if (ids[customer] !== 0) customers[(ids[customer] as number) - 1] = customer;
  return { count, customers, ids };
}
