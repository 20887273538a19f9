import { HarnessError } from '../../core/errors.ts';
import { sleep } from '../../host/clock.ts';
import { type Answered, isLoggedIn, type VirtualUser } from './virtual-user.ts';

/** Log-ins under way at once: a password check costs the SUT about 0.3 s of CPU, and this is no log-in test. */
const LOG_INS_AT_ONCE = 12;
/** Users at once on their way to their place in the day: what they ask costs the SUT no more than the load itself will. */
const ON_THEIR_WAY_AT_ONCE = 50;
const TRIES = 3;
const BETWEEN_TRIES_MS = 500;

interface Stages {
  logIns: Turns;
  onTheirWay: Turns;
  /** Called by each user that has logged in; resolves when all have. */
  allLoggedIn(): Promise<void>;
  signal: AbortSignal;
}

/**
 * Logs all users in, and then takes all to their place in the day. In this order, because thousands of log-ins take minutes
 * and a server closes a connection that is idle for one: the load would begin with users that are all connecting anew.
 * Throws HarnessError 'load-failed' as soon as one of them cannot be logged in: with users missing the load would not be
 * the one that was asked for. Rejects with the signal's reason on abort.
 */
export async function prepareUsers(
  users: readonly VirtualUser[],
  on: { ready(count: number): void; signal: AbortSignal },
): Promise<void> {
  let ready = 0;
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const stages: Stages = {
    logIns: turnsOf(LOG_INS_AT_ONCE),
    onTheirWay: turnsOf(ON_THEIR_WAY_AT_ONCE),
    allLoggedIn() {
      on.ready(++ready);
      if (ready === users.length) open();
      return opened;
    },
    signal: on.signal,
  };
  const prepared = users.map((user, number) => prepareUser(user, number, stages));
  // An answer may take its whole time-out; whoever stops the load does not wait for it.
  await Promise.race([Promise.all(prepared), aborted(on.signal)]);
}

interface Turns {
  /** What it resolves with gives the turn back; once is enough. */
  take(): Promise<() => void>;
}

/** At most `count` turns at a time, in order of asking. */
function turnsOf(count: number): Turns {
  const waiting: (() => void)[] = [];
  let free = count;
  const giveBack = () => {
    const next = waiting.shift();
    if (next === undefined) free++;
    else next();
  };
  return {
    async take() {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      let mine = true;
      return () => {
        if (mine) giveBack();
        mine = false;
      };
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function prepareUser(user: VirtualUser, number: number, stages: Stages): Promise<void> {
  const { logIns, onTheirWay, allLoggedIn, signal } = stages;
  let last: Answered | null = null;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    let endTurn = await logIns.take();
    signal.throwIfAborted();
    if (attempt > 1) await sleep(BETWEEN_TRIES_MS, signal);
    last = await user.prepare(async () => {
      endTurn();
      await allLoggedIn();
      endTurn = await onTheirWay.take();
    });
    endTurn();
    if (last === null) return void allLoggedIn(); // one who has nothing to log in to
    if (isLoggedIn(last)) return;
  }
  const status = last === null || last.status === 0 ? '' : `, HTTP ${last.status}`;
  throw new HarnessError(
    'load-failed',
    `user ${number + 1} could not log in after ${TRIES} tries (${last?.outcome}${status})`,
    {
      hint: 'Check that the CRM serves and that the dataset was seeded for this number of users.',
    },
  );
}
