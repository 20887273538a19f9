import { describe, expect, it } from 'vitest';
import { prepareUsers } from './prepare.ts';
import type { Answered, VirtualUser } from './virtual-user.ts';

const ok: Answered = { outcome: 'ok', status: 200, body: null, endMs: 0 };
const refused: Answered = { ...ok, outcome: 'wrong-status', status: 500 };

/** Users that say when they log in and when they go on; each step takes a turn of the event loop. */
function crowd(count: number, logIn: (user: number, attempt: number) => Answered | null = () => ok) {
  const log: string[] = [];
  const now = { loggingIn: 0, onTheirWay: 0 };
  const most = { loggingIn: 0, onTheirWay: 0 };
  const step = async (what: keyof typeof now) => {
    most[what] = Math.max(most[what], ++now[what]);
    await new Promise((resolve) => setImmediate(resolve));
    now[what]--;
  };
  const users = Array.from({ length: count }, (_, user) => {
    let attempt = 0;
    return {
      async prepare(loggedIn: () => Promise<void>) {
        await step('loggingIn');
        const answer = logIn(user, ++attempt);
        if (answer === null || answer.outcome !== 'ok') return answer;
        log.push('in');
        await loggedIn();
        log.push('on');
        await step('onTheirWay');
        return answer;
      },
    } as VirtualUser;
  });
  return { users, log, most };
}

const on = (ready: number[] = []) => ({
  ready: (count: number) => void ready.push(count),
  signal: new AbortController().signal,
});

describe('users before a load', () => {
  it('all log in, a dozen at once, before any goes on', async () => {
    const { users, log, most } = crowd(200);
    const ready: number[] = [];
    await prepareUsers(users, on(ready));
    expect(log.indexOf('on')).toBe(200);
    expect(log).toHaveLength(400);
    expect(most).toEqual({ loggingIn: 12, onTheirWay: 50 });
    expect(ready.at(-1)).toBe(200);
  });

  it('that fail to log in are tried again, and the others wait for them', async () => {
    const { users, log } = crowd(20, (user, attempt) => (user === 3 && attempt === 1 ? refused : ok));
    await prepareUsers(users, on());
    expect(log.indexOf('on')).toBe(20);
  });

  it('that cannot log in end it', async () => {
    const { users } = crowd(20, (user) => (user === 3 ? refused : ok));
    await expect(prepareUsers(users, on())).rejects.toMatchObject({ code: 'load-failed' });
  });

  it('that have nothing to log in to are ready at once, all of them', async () => {
    const { users } = crowd(40, () => null);
    const ready: number[] = [];
    await prepareUsers(users, on(ready));
    expect(ready.at(-1)).toBe(40);
  });

  it('are let go by an abort, wherever they are', async () => {
    const stop = new AbortController();
    const { users } = crowd(40);
    const hanging = [...users, { prepare: () => new Promise(() => {}) } as unknown as VirtualUser];
    const preparing = prepareUsers(hanging, { ready: () => {}, signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(preparing).rejects.toThrow('enough');
  });
});
