import { type Counts, countOne, noCounts, sumOf } from './counts.ts';
import { bitOf, type KeptMessage } from './kept-message.ts';
import type { Entry } from './record.ts';

interface Book {
  counts: Counts;
  /** By id, in the order in which they were sent or came. */
  messages: Map<string, KeptMessage>;
  chats: Map<string, KeptMessage[]>;
}

/**
 * All that is known of sends, messages and webhooks: nothing but the sum of the journal's entries, so that it is the same
 * after a restart as before. It keeps every message (about half a kB each) of every session, also of those deleted.
 */
export class Ledger {
  readonly #books = new Map<string, Book>();

  /** Takes in one entry. */
  add(entry: Entry): void {
    if (entry.t === 'parameters' || entry.t === 'session' || entry.t === 'gone') return;
    const book = this.#book(entry.s);
    if (entry.t === 'ack' || entry.t === 'told') markAck(book, entry);
    else if (entry.t === 'hook') countHook(book.counts.webhooks, entry);
    else if (entry.t === 'sent' || entry.t === 'inbound') keep(book, entry);
    else countSend(book, entry);
  }

  /** Null: it was never sent by that session. */
  find(session: string, id: string): KeptMessage | null {
    return this.#books.get(session)?.messages.get(id) ?? null;
  }

  /** In the order in which they were sent or came. */
  messagesOf(session: string): Iterable<KeptMessage> {
    return this.#books.get(session)?.messages.values() ?? [];
  }

  /** By chat, each in that order. */
  chatsOf(session: string): ReadonlyMap<string, readonly KeptMessage[]> {
    return this.#books.get(session)?.chats ?? new Map();
  }

  /** Sessions that anything is known of; the empty name has what belonged to none. */
  sessions(): string[] {
    return [...this.#books.keys()];
  }

  /** Of that session. */
  counts(session: string): Counts {
    return this.#books.get(session)?.counts ?? noCounts();
  }

  /** Of all sessions together. */
  total(): Counts {
    return sumOf([...this.#books.values()].map(({ counts }) => counts));
  }

  #book(session: string): Book {
    let book = this.#books.get(session);
    if (book === undefined) {
      book = { counts: noCounts(), messages: new Map(), chats: new Map() };
      this.#books.set(session, book);
    }
    return book;
  }
}

function keep({ counts, messages, chats }: Book, entry: Entry & { t: 'sent' | 'inbound' }): void {
  const { s: session, id, chat, at, body, hash, media } = entry;
  const fromMe = entry.t === 'sent';
  if (fromMe) {
    counts.accepted += 1;
    counts.open -= 1;
    counts.sent += 1;
  } else counts.inbound += 1;
  const fate = fromMe ? entry.fate : 0;
  const message: KeptMessage = {
    ...{
      id,
      session,
      chat,
      fromMe,
      at,
      body,
      hash,
      media,
      times: 1,
      ack: fromMe ? 0 : 2,
      fate,
      told: 0,
      underWay: 0,
    },
  };
  messages.set(id, message);
  const inChat = chats.get(chat);
  if (inChat === undefined) chats.set(chat, [message]);
  else inChat.push(message);
}

function countSend(
  { counts, messages }: Book,
  entry: Entry & { t: 'received' | 'refused' | 'again' | 'misanswered' },
) {
  if (entry.t === 'received') {
    counts.received += 1;
    counts.open += 1;
  } else if (entry.t === 'refused') {
    countOne(counts.refused, entry.status);
    counts.open -= 1;
  } else if (entry.t === 'misanswered') countOne(counts.misanswered, entry.kind);
  else {
    const message = messages.get(entry.id);
    counts.accepted += 1;
    counts.open -= 1;
    counts.doubled += 1;
    if (message === undefined) return;
    message.times += 1;
    if (message.hash !== entry.hash) counts.doubledWithOtherText += 1;
  }
}

function markAck({ counts, messages }: Book, { t, id, ack }: Entry & { t: 'ack' | 'told' }): void {
  const message = messages.get(id);
  if (message === undefined) return;
  if (t === 'told') {
    message.told |= bitOf(ack);
    message.underWay &= ~bitOf(ack);
    return;
  }
  countOne(counts.acks, ack);
  if (ack === -1 || ack > message.ack) message.ack = ack;
}

function countHook(
  webhooks: Counts['webhooks'],
  { event, outcome, statuses, copy }: Entry & { t: 'hook' },
): void {
  if (outcome === 'delivered') webhooks.delivered += 1;
  else if (outcome === 'given-up') webhooks.givenUp += 1;
  else webhooks.dropped += 1;
  if (copy) webhooks.duplicated += 1;
  webhooks.retried += Math.max(0, statuses.length - 1);
  for (const status of statuses) countOne(webhooks.answered, status);
  countOne(webhooks.events, event);
}
