import { setTimeout as pause } from 'node:timers/promises';
import type { CountName } from './counts.ts';
import { type Envelope, isMeant } from './envelope.ts';

/** Whose a socket is. */
export interface Seat {
  tenantId: number;
  userId: number;
  storeId: number;
  /** Of the session that it was opened with. */
  sessionKey: string;
}

/** What is needed of a websocket. */
export interface Socket {
  /** 1 while it is open. */
  readonly readyState: number;
  /** Bytes that wait to be sent. */
  readonly bufferedAmount: number;
  send(text: string): void;
  ping(): void;
  close(code: number, reason: string): void;
  terminate(): void;
  on(event: 'close' | 'pong' | 'message', listener: () => void): unknown;
}

/** A seat that is taken. */
interface Taken extends Seat {
  socket: Socket;
  /** Whether it has answered the last ping. */
  lives: boolean;
  /** Messages that it has sent since the last ping. */
  said: number;
}

/** The sockets of this process. */
export interface Seats {
  take(seat: Seat, socket: Socket, left: () => void): void;
  socketsOf(tenantId: number, userId: number): number;
  count(): number;
  all(): Taken[];
  /** Users by tenant, each once. */
  users(): [tenantId: number, users: number[]][];
  deliver(envelope: Envelope): void;
  /** Closes the sockets of a session. */
  endSession(key: string): void;
  /** Closes all sockets, and after 300 ms cuts off those that have not closed. */
  dismiss(): Promise<void>;
}

/** Bytes that may wait for a reader who is slow, beside what the kernel holds; then the socket is cut off. */
const mostBuffered = 64 * 1024;
/** Browsers have nothing to say here; one that talks on and on is cut off. */
const mostSaid = 20;
const closeWithinMs = 300;
/** WebSocket's state of a socket that is open, and codes: the server goes away; the policy is violated. */
const open = 1;
const goingAway = 1001;
const policyViolated = 1008;

export function openSeats(note: (name: CountName) => void): Seats {
  const byTenant = new Map<number, Set<Taken>>();
  const of = (tenantId: number) => byTenant.get(tenantId) ?? new Set<Taken>();
  const all = () => [...byTenant.values()].flatMap((seats) => [...seats]);

  function send(taken: Taken, text: string): void {
    if (taken.socket.readyState !== open) return;
    if (taken.socket.bufferedAmount > mostBuffered) {
      note('cutOff');
      taken.socket.terminate();
      return;
    }
    taken.socket.send(text);
    note('delivered');
  }

  function endSession(key: string): void {
    for (const { sessionKey, socket } of all())
      if (sessionKey === key) socket.close(policyViolated, 'the session has ended');
  }

  return {
    take(seat, socket, left) {
      const taken: Taken = { ...seat, socket, lives: true, said: 0 };
      byTenant.set(seat.tenantId, of(seat.tenantId).add(taken));
      socket.on('pong', () => {
        taken.lives = true;
      });
      socket.on('message', () => {
        if (++taken.said > mostSaid) socket.close(policyViolated, 'too many messages');
      });
      socket.on('close', () => {
        of(seat.tenantId).delete(taken);
        left();
      });
    },
    socketsOf: (tenantId, userId) => [...of(tenantId)].filter((taken) => taken.userId === userId).length,
    count: () => all().length,
    all,
    users: () =>
      [...byTenant].flatMap(([tenantId, seats]) =>
        seats.size === 0 ? [] : [[tenantId, [...new Set([...seats].map(({ userId }) => userId))]]],
      ),
    deliver(envelope) {
      if ('endSession' in envelope) return endSession(envelope.endSession);
      const text = JSON.stringify(envelope.event);
      for (const taken of of(envelope.tenantId)) if (isMeant(envelope, taken)) send(taken, text);
    },
    endSession,
    async dismiss() {
      for (const { socket } of all()) socket.close(goingAway, 'the server goes away');
      const deadline = performance.now() + closeWithinMs;
      while (all().length > 0 && performance.now() < deadline) await pause(20);
      for (const { socket } of all()) socket.terminate();
    },
  };
}
