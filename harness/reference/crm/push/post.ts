import { Agent, request } from 'undici';
import type { PushAnswer } from './answer.ts';

/** A push service that takes longer is tried again later. */
const connectMs = 5_000;
const answerMs = 10_000;

// no redirects: it would be an address that nobody checked
const agent = new Agent({
  connect: { timeout: connectMs },
  headersTimeout: answerMs,
  bodyTimeout: answerMs,
  keepAliveTimeout: 30_000,
  connections: 16,
});

/** Posts a push and reads what the service says. Rejects where it does not answer in time, with no word on the address. */
export async function post(
  endpoint: string,
  headers: Record<string, string>,
  body: Buffer,
): Promise<PushAnswer> {
  try {
    const answer = await request(endpoint, { dispatcher: agent, method: 'POST', headers, body });
    await answer.body.dump({ limit: 16_384 }).catch(() => {});
    const retryAfter = answer.headers['retry-after'];
    return { status: answer.statusCode, retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined };
  } catch (error) {
    const { code } = error as { code?: unknown };
    throw new Error(`the push service does not answer${typeof code === 'string' ? `: ${code}` : ''}`);
  }
}
