import { HarnessError } from '../../core/errors.ts';
import { sleep } from '../../host/clock.ts';
import { type Answered, isLoggedIn, type VirtualUser } from './virtual-user.ts';

/** Log-ins under way at once: a password check costs the SUT about 0.3 s of CPU, and this is no log-in test. */
const AT_ONCE = 12;
const TRIES = 3;
const BETWEEN_TRIES_MS = 500;

/**
 * Logs all users in. Throws HarnessError 'load-failed' as soon as one of them cannot be: with users missing the load
 * would not be the one that was asked for. Rejects with the signal's reason on abort.
 */
export async function prepareUsers(
  users: readonly VirtualUser[],
  on: { ready(count: number): void; signal: AbortSignal },
): Promise<void> {
  let ready = 0;
  const turns = turnsOf(AT_ONCE);
  const prepared = users.map(async (user, number) => {
    await prepareUser(user, number, { turns, signal: on.signal });
    on.ready(++ready);
  });
  // An answer may take its whole time-out; whoever stops the load does not wait for it.
  await Promise.race([Promise.all(prepared), aborted(on.signal)]);
}

/** At most `count` turns at a time, in order of asking. What `take` resolves with gives the turn back; once is enough. */
function turnsOf(count: number): { take(): Promise<() => void> } {
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

/** Only the log-in takes a turn: what follows costs the SUT no more than the load itself will. */
async function prepareUser(
  user: VirtualUser,
  number: number,
  on: { turns: ReturnType<typeof turnsOf>; signal: AbortSignal },
): Promise<void> {
  let last: Answered | null = null;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const giveBack = await on.turns.take();
    on.signal.throwIfAborted();
    if (attempt > 1) await sleep(BETWEEN_TRIES_MS, on.signal);
    last = await user.prepare(giveBack);
    giveBack(); // one who has nothing to log in to
    if (last === null || isLoggedIn(last)) return;
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
