import type { Seats } from './seats.ts';

/** Shorter than the minute that a proxy waits for a word; a socket that has not answered by the next is dead. */
const pingEveryMs = 25_000;
/** A third of the time after which those of a process that died are taken for gone. */
const sayHereEveryMs = 10_000;

/** What is done with sockets again and again. */
export interface Beats {
  stop(): void;
}

/**
 * Pings all sockets and closes those that are dead or whose session has ended, and says again and again who is here. `stillThere`
 * and `sayHere` as in `openLive`.
 */
export function openBeats(
  seats: Seats,
  stillThere: (sessionKey: string) => Promise<boolean>,
  sayHere: (tenantId: number, users: number[]) => void,
): Beats {
  let underWay = false;
  const ping = async () => {
    if (underWay) return;
    underWay = true;
    await pingAll(seats, stillThere).finally(() => {
      underWay = false;
    });
  };
  const pinging = setInterval(() => void ping().catch(() => {}), pingEveryMs);
  const saying = setInterval(() => {
    for (const [tenantId, users] of seats.users()) sayHere(tenantId, users);
  }, sayHereEveryMs);
  // they alone keep no process alive
  pinging.unref();
  saying.unref();
  return {
    stop() {
      clearInterval(pinging);
      clearInterval(saying);
    },
  };
}

/** One round: who has not answered the last ping is cut off, whose session has ended is closed, the others are pinged. */
export async function pingAll(
  seats: Seats,
  stillThere: (sessionKey: string) => Promise<boolean>,
): Promise<void> {
  for (const taken of seats.all()) {
    if (!taken.lives) {
      taken.socket.terminate();
      continue;
    }
    taken.lives = false;
    taken.said = 0;
    taken.socket.ping();
  }
  const sessions = new Set(seats.all().map(({ sessionKey }) => sessionKey));
  for (const key of sessions) {
    // where Redis does not answer nobody is sent away
    if (!(await stillThere(key).catch(() => true))) seats.endSession(key);
  }
}
