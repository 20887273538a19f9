import { idIn, type Row, rowIn, rowsOf, textIn } from './answers.ts';
import type { Viewer } from './ownership.ts';
import { type Stream, stream } from './random.ts';
import type { Pause } from './request.ts';

/** Who a virtual user is, and what it may see. Number, tenant and seed decide everything it does. */
export interface Identity extends Viewer {
  seed: number;
  /** From 0, over all tenants. */
  number: number;
  /** From 0, within the tenant: decides persona and log-in name. */
  staffNumber: number;
}

/** What a journey may use: its own randomness, what the user has seen so far, and the user's pauses. */
export interface User {
  readonly identity: Identity;
  readonly random: Stream;
  /** Between two actions: how long the user reads, talks or types. */
  pause(): Pause;
  /** Remembers customers and the date of an answer, and hands the answer back. */
  see(answer: unknown): unknown;
  /** A customer seen before, or null for a user who has seen none. */
  knownCustomer(): Row | null;
  /** The CRM's own date, YYYY-MM-DD, as the gold rate shows it; null until it was seen. */
  today(): string | null;
  /** A phone number that no other user and no other call gives under this seed. */
  newPhone(): string;
}

/** Customers a user remembers; older ones are forgotten. */
const MEMORY = 100;
/** New customers that one user can register before its numbers repeat. */
const PHONES_PER_USER = 1000;

/** `thinkMs` draws one pause in milliseconds from the stream that it is given. */
export function createUser(identity: Identity, thinkMs: (random: Stream) => number): User {
  const random = stream(identity.seed, `user ${identity.number}`);
  // Apart from the user's own stream: longer or shorter pauses leave what is asked for as it is.
  const thinking = stream(identity.seed, `think ${identity.number}`);
  const customers: Row[] = [];
  let forgotten = 0;
  let phones = 0;
  let today: string | null = null;

  const remember = (row: Row | null) => {
    if (row === null || textIn(row, 'phone') === '') return;
    if (customers.length < MEMORY) customers.push(row);
    else customers[forgotten++ % MEMORY] = row;
  };
  return {
    identity,
    random,
    pause: () => ({ kind: 'pause', ms: Math.round(thinkMs(thinking)) }),
    see(answer) {
      for (const row of rowsOf(answer)) remember(row);
      remember(rowIn(answer, 'customer'));
      const on = textIn(answer, 'on');
      if (/^\d{4}-\d{2}-\d{2}$/.test(on)) today = on;
      return answer;
    },
    knownCustomer: () => random.pick(customers) ?? null,
    today: () => today,
    newPhone: () => phoneOf(identity, phones++),
  };
}

/**
 * +91, a 9 and nine digits: the index of (user, count) sent through a permutation of the nine-digit numbers that the
 * seed shifts. Multiplying by a number coprime to 10^9 is one-to-one, so no two indices meet; the product stays a safe
 * integer up to 145,000 users.
 */
function phoneOf(identity: Identity, count: number): string {
  const index = identity.number * PHONES_PER_USER + (count % PHONES_PER_USER);
  const shift = stream(identity.seed, 'phones').int(0, 999_999_999);
  const digits = ((index * 61_803_399 + shift) % 1_000_000_000).toString().padStart(9, '0');
  return `+919${digits}`;
}

/** `days` after a YYYY-MM-DD date, in the same form; the date itself where it is none. */
export function daysAfter(date: string, days: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return date;
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** The customer that a row (a lead, a task, an order) belongs to. */
export function customerOf(row: Row | null): number | null {
  return row === null ? null : idIn(row, 'customerId');
}
