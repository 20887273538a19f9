import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { openQueueClient } from '../redis.ts';
import { openBeats } from './beats.ts';
import { type LiveCounts, openCounts } from './counts.ts';
import { type Envelope, envelopeOf } from './envelope.ts';
import { openPresence } from './presence.ts';
import { openSeats, type Seat, type Socket } from './seats.ts';
import { openSubscriber } from './subscriber.ts';

/** Who is to be told: one user of the tenant, all of one store, or everybody of the tenant. */
export type Audience = { userId: number } | { storeId: number } | 'all';

/** What browsers are told as it happens. */
export interface LiveEvent {
  type:
    | 'whatsapp-message'
    | 'whatsapp-ack'
    | 'call'
    | 'export'
    | 'order'
    | 'payment'
    | 'campaign'
    | 'presence';
  /** What it is about, as JSON. */
  [field: string]: unknown;
}

/** Tells whoever is connected, to whichever process of whichever VM. At most once: a browser that is not connected reads it later. */
interface Live {
  /** Never rejects, and takes two seconds at most: whoever tells has done its work already. */
  tell(tenantId: number, to: Audience, event: LiveEvent): Promise<void>;
  close(): Promise<void>;
}

/** What the routes need beside that. */
export interface LiveHub extends Live {
  /** Resolves once events reach this process. Rejects where Redis does not answer within two seconds. */
  ready(): Promise<void>;
  /** How many sockets a user has on this process. */
  socketsOf(tenantId: number, userId: number): number;
  /** Takes a socket in, says hello to it, and tells the others who has come; it leaves by being closed. */
  join(seat: Seat, socket: Socket): void;
  /** Closes all sockets of a session, on all processes; never rejects. `key` as `keyOf` of the sessions gives it. */
  endSession(key: string): Promise<void>;
  /** Users of the tenant who are connected, to whichever process. Rejects where Redis does not answer. */
  present(tenantId: number): Promise<number[]>;
  /** Of all processes together. Rejects where Redis does not answer. */
  counts(): Promise<LiveCounts>;
  /** Closes all sockets of this process, and cuts those off that do not close by themselves. */
  dismiss(): Promise<void>;
}

const channel = 'live';
/** What is still to be said of who has gone gets so long when the process ends. */
const farewellMs = 1_000;

/** `redisAddresses` as for `openRedis`. `stillThere` says whether a session has not ended, without renewing it. */
export function openLive(redisAddresses: string, stillThere: (key: string) => Promise<boolean>): LiveHub {
  const client = openQueueClient(redisAddresses, 'producer');
  const processId = randomUUID();
  const counts = openCounts(client, processId);
  const presence = openPresence(client, processId);
  const seats = openSeats(counts.note);
  const subscriber = openSubscriber(redisAddresses, channel, (text) => {
    seats.deliver(JSON.parse(text) as Envelope);
  });
  const send = (envelope: Envelope) =>
    client.publish(channel, JSON.stringify(envelope)).then(
      () => true,
      () => false,
    );
  const tell: Live['tell'] = async (tenantId, to, event) => {
    if (await send(envelopeOf(tenantId, to, event))) counts.note('told');
  };
  const tellWho = async (tenantId: number, change: { came: number[]; gone: number[] }) => {
    for (const userId of change.came) await tell(tenantId, 'all', { type: 'presence', userId, here: true });
    for (const userId of change.gone) await tell(tenantId, 'all', { type: 'presence', userId, here: false });
  };
  const moving = new Set<Promise<void>>();
  /** What Redis does not take now, the next beat makes up for. */
  function moved(how: 'come' | 'go', tenantId: number, users: number[]): void {
    const move = presence[how](tenantId, users)
      .then((change) => tellWho(tenantId, change))
      .catch(() => {})
      .finally(() => moving.delete(move));
    moving.add(move);
  }
  const beats = openBeats(seats, stillThere, (tenantId, users) => moved('come', tenantId, users));

  return {
    tell,
    ready: subscriber.subscribed,
    socketsOf: seats.socketsOf,
    join(seat, socket) {
      const { tenantId, userId } = seat;
      seats.take(seat, socket, () => {
        counts.connected(seats.count());
        if (seats.socketsOf(tenantId, userId) === 0) moved('go', tenantId, [userId]);
      });
      counts.connected(seats.count());
      socket.send(JSON.stringify({ type: 'hello' }));
      if (seats.socketsOf(tenantId, userId) === 1) moved('come', tenantId, [userId]);
    },
    async endSession(key) {
      await send({ endSession: key });
    },
    present: presence.read,
    counts: counts.read,
    dismiss: seats.dismiss,
    async close() {
      beats.stop();
      await seats.dismiss();
      await Promise.race([Promise.all(moving), pause(farewellMs, undefined, { ref: false })]);
      await counts.close();
      subscriber.close();
      client.disconnect();
    },
  };
}
