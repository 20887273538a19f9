import { Agent, request } from 'undici';
import { HarnessError, messageOf } from '../core/errors.ts';
import { monotonicMs, sleep } from '../host/clock.ts';

const TIMEOUT_MS = 60_000;
const POLL_MS = 150;

export interface Target {
  /** https://127.0.0.1:<port> of the level's entry. */
  baseUrl: string;
  caPem: string;
}

/** Waits until the SUT says that database, cache and schema answer (`GET /readyz` is 200). Throws 'vm-not-ready'. */
export async function awaitServing(target: Target, signal: AbortSignal): Promise<void> {
  const dispatcher = new Agent({ connect: { ca: target.caPem, servername: 'localhost' } });
  const until = monotonicMs() + TIMEOUT_MS;
  let last = '';
  try {
    while (monotonicMs() < until) {
      try {
        const answer = await request(`${target.baseUrl}/readyz`, {
          dispatcher,
          signal,
          headersTimeout: 5000,
        });
        await answer.body.dump();
        if (answer.statusCode === 200) return;
        last = `it answers ${answer.statusCode}`;
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        last = messageOf(error);
      }
      await sleep(POLL_MS, signal);
    }
  } finally {
    await dispatcher.close();
  }
  throw new HarnessError(
    'vm-not-ready',
    `the CRM did not serve within ${TIMEOUT_MS / 1000} s of seeding: ${last}`,
  );
}
