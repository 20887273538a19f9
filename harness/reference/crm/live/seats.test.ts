import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { pingAll } from './beats.ts';
import type { CountName } from './counts.ts';
import { envelopeOf } from './envelope.ts';
import type { Audience, LiveEvent } from './live.ts';
import { openSeats, type Seat, type Socket } from './seats.ts';

class FakeSocket extends EventEmitter implements Socket {
  readyState = 1;
  bufferedAmount = 0;
  readonly got: unknown[] = [];
  readonly ends: (number | 'cut')[] = [];
  pings = 0;
  /** Whether it closes when it is asked to. */
  polite = true;

  send(text: string) {
    this.got.push(JSON.parse(text));
  }
  ping() {
    this.pings++;
  }
  close(code: number) {
    this.ends.push(code);
    this.readyState = 2;
    if (this.polite) this.emit('close');
  }
  terminate() {
    this.ends.push('cut');
    this.readyState = 3;
    this.emit('close');
  }
}

const order: LiveEvent = { type: 'order', orderId: 1 };

function seated() {
  const counts = new Map<CountName, number>();
  const seats = openSeats((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  const left: number[] = [];
  const sit = (tenantId: number, userId: number, storeId: number, sessionKey = `${tenantId}-${userId}`) => {
    const socket = new FakeSocket();
    const seat: Seat = { tenantId, userId, storeId, sessionKey };
    seats.take(seat, socket, () => left.push(userId));
    return socket;
  };
  const tell = (tenantId: number, to: Audience) => seats.deliver(envelopeOf(tenantId, to, order));
  return { seats, counts, left, sit, tell };
}

it.each<[string, number, Audience, string]>([
  ['everybody of the tenant', 1, 'all', 'asha bina chitra'],
  ['a store', 1, { storeId: 11 }, 'asha bina'],
  ['a user', 1, { userId: 102 }, 'bina'],
  ['the other tenant', 2, 'all', 'devi'],
  ["a store of another tenant's", 2, { storeId: 11 }, ''],
  ["a user of another tenant's", 2, { userId: 101 }, ''],
  ['a tenant with nobody here', 3, 'all', ''],
])('tells %s, and nobody else', (_, tenantId, to, heard) => {
  const { sit, tell, counts } = seated();
  const all = {
    asha: sit(1, 101, 11),
    bina: sit(1, 102, 11),
    chitra: sit(1, 103, 12),
    devi: sit(2, 201, 21),
  };
  tell(tenantId, to);
  const who = Object.entries(all).filter(([, { got }]) => got.length > 0);
  expect(who.map(([name]) => name).join(' ')).toBe(heard);
  for (const [, { got }] of who) expect(got).toEqual([order]);
  expect(counts.get('delivered') ?? 0).toBe(who.length);
});

it('cuts off who does not read, and goes on with the others', () => {
  const { sit, tell, counts, seats } = seated();
  const [slow, quick] = [sit(1, 101, 11), sit(1, 102, 11)];
  slow.bufferedAmount = 64 * 1024 + 1;
  tell(1, 'all');
  tell(1, 'all');
  expect([slow.got, slow.ends, quick.got]).toEqual([[], ['cut'], [order, order]]);
  expect([...counts]).toEqual([
    ['cutOff', 1],
    ['delivered', 2],
  ]);
  expect(seats.count()).toBe(1);
});

it('sends nothing to a socket that is closing, and does not count it', () => {
  const { sit, tell, counts } = seated();
  const socket = sit(1, 101, 11);
  socket.readyState = 2;
  tell(1, 'all');
  expect([socket.got, [...counts]]).toEqual([[], []]);
});

it('closes who talks on and on, but not who says something now and then', async () => {
  const { sit, seats } = seated();
  const [one, other] = [sit(1, 101, 11), sit(1, 102, 11)];
  for (let n = 0; n < 21; n++) one.emit('message');
  for (let round = 0; round < 3; round++) {
    for (let n = 0; n < 20; n++) other.emit('message');
    other.emit('pong');
    await pingAll(seats, async () => true);
  }
  expect([one.ends, other.ends]).toEqual([[1008], []]);
});

it('closes the sockets of a session that has ended, those of others not', () => {
  const { sit, seats, left } = seated();
  const [here, tab, elsewhere] = [sit(1, 101, 11, 'a'), sit(1, 101, 11, 'a'), sit(1, 101, 11, 'b')];
  seats.deliver({ endSession: 'a' });
  expect([here.ends, tab.ends, elsewhere.ends]).toEqual([[1008], [1008], []]);
  expect([left, seats.socketsOf(1, 101)]).toEqual([[101, 101], 1]);
});

it('pings all, cuts off who has not answered by the next, and closes whose session is over', async () => {
  const { sit, seats } = seated();
  const [well, dead, over] = [sit(1, 101, 11), sit(1, 102, 11), sit(1, 103, 11)];
  await pingAll(seats, async () => true);
  expect([well.pings, dead.pings, over.pings]).toEqual([1, 1, 1]);
  for (const socket of [well, over]) socket.emit('pong');
  await pingAll(seats, async (key) => key !== '1-103');
  expect([well.ends, dead.ends, over.ends]).toEqual([[], ['cut'], [1008]]);
});

it('sends nobody away because Redis does not answer', async () => {
  const { sit, seats } = seated();
  const socket = sit(1, 101, 11);
  await pingAll(seats, () => Promise.reject(new Error('Command timed out')));
  expect(socket.ends).toEqual([]);
});

it('dismisses all, and waits a moment only for who does not go', async () => {
  const { sit, seats } = seated();
  const [polite, stubborn] = [sit(1, 101, 11), sit(2, 201, 21)];
  stubborn.polite = false;
  const from = performance.now();
  await seats.dismiss();
  expect([polite.ends, stubborn.ends, seats.count()]).toEqual([[1001], [1001, 'cut'], 0]);
  expect(performance.now() - from).toBeLessThan(2_000);
});
