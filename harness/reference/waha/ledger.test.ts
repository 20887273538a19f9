import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Journal } from './journal.ts';
import { untold } from './kept-message.ts';
import { Ledger } from './ledger.ts';
import type { Entry } from './record.ts';

const folder = mkdtempSync(join(tmpdir(), 'waha-ledger-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = { s: 'a', chat: '911@c.us', at: 1, body: 'x', hash: 'h', media: null };
const happened: Entry[] = [
  { t: 'received', s: 'a' },
  { t: 'sent', ...written, id: 'one', fate: 3 },
  { t: 'received', s: 'a' },
  { t: 'again', s: 'a', id: 'one', at: 2, hash: 'h' },
  { t: 'received', s: 'a' },
  { t: 'again', s: 'a', id: 'one', at: 3, hash: 'another' },
  { t: 'misanswered', s: 'a', kind: 'timeout' },
  { t: 'received', s: 'a' },
  { t: 'refused', s: 'a', status: 422 },
  { t: 'received', s: 'a' },
  { t: 'ack', s: 'a', id: 'one', ack: 1 },
  { t: 'told', s: 'a', id: 'one', ack: 1 },
  { t: 'ack', s: 'a', id: 'one', ack: 2 },
  { t: 'hook', s: 'a', id: 'evt', event: 'message.ack', outcome: 'delivered', statuses: [0, 500, 200] },
  { t: 'hook', s: 'a', id: 'evt', event: 'message.ack', outcome: 'given-up', statuses: [404], copy: true },
  { t: 'hook', s: 'a', id: 'evt', event: 'message', outcome: 'dropped', statuses: [] },
  { t: 'inbound', ...written, id: 'two' },
];

function ledgerOf(entries: readonly Entry[]): Ledger {
  const ledger = new Ledger();
  for (const entry of entries) ledger.add(entry);
  return ledger;
}

describe('the ledger', () => {
  it('counts what became of every send: once, again, refused, or open', () => {
    const counts = ledgerOf(happened).counts('a');
    expect(counts).toMatchObject({
      received: 5,
      accepted: 3,
      refused: { 422: 1 },
      open: 1,
      sent: 1,
      doubled: 2,
    });
    expect(counts).toMatchObject({ doubledWithOtherText: 1, misanswered: { timeout: 1 }, inbound: 1 });
    expect(counts.received).toBe(counts.accepted + 1 + counts.open);
  });

  it('counts webhooks by how they ended, and their attempts by how they were answered', () => {
    expect(ledgerOf(happened).total().webhooks).toEqual({
      ...{ delivered: 1, givenUp: 1, dropped: 1, retried: 2, duplicated: 1 },
      answered: { 0: 1, 200: 1, 404: 1, 500: 1 },
      events: { 'message.ack': 2, message: 1 },
    });
  });

  it('knows what is to be told again after a restart: acks to come, and those that nobody heard', () => {
    const ledger = ledgerOf(happened);
    const [one, two] = [...ledger.messagesOf('a')];
    expect(one).toMatchObject({ times: 3, ack: 2 });
    expect(one && untold(one)).toEqual([2, 3]);
    expect(two && untold(two)).toEqual([0]);
  });

  it('keeps sessions apart', () => {
    const ledger = ledgerOf([
      ...happened,
      { t: 'received', s: 'b' },
      { t: 'sent', ...written, s: 'b', id: 'one', fate: 1 },
    ]);
    expect(ledger.counts('b')).toMatchObject({ received: 1, sent: 1, doubled: 0 });
    expect(ledger.total()).toMatchObject({ received: 6, sent: 2, doubled: 2 });
    expect(ledger.find('c', 'one')).toBeNull();
  });
});

describe('the journal', () => {
  it('gives back all that was flushed, and the same ledger; a line cut short spoils no other', () => {
    const journal = new Journal(folder);
    for (const entry of happened) journal.append(entry);
    journal.flush();
    journal.append({ t: 'received', s: 'lost' });
    journal.abandon();
    appendFileSync(journal.path, '{"t":"recei');
    const again = new Journal(folder);
    expect([...again.read()]).toEqual(happened);
    again.append({ t: 'received', s: 'c' });
    again.close();
    const last = new Journal(folder);
    expect([...last.read()]).toEqual([...happened, { t: 'received', s: 'c' }]);
    last.close();
  });
});
