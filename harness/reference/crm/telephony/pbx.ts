import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Fault } from '../faults.ts';
import { wasNeverSent } from '../never-sent.ts';
import type { OutsideConfig } from '../outside-config.ts';

type Telephony = OutsideConfig['telephony'];

/** What is asked of the telephone system. Phone numbers are digits, perhaps with a plus. */
export interface WantedCall {
  tenant: string;
  /** The CRM's id of the call: its webhooks come with it. */
  callId: number;
  agentPhone: string;
  customerPhone: string;
  callerId: string;
  record: boolean;
}

/** What became of the question. `unknown`: it may or may not call; its webhooks will tell. */
export type Placed = { kind: 'placed'; sid: string } | { kind: 'refused'; why: string } | { kind: 'unknown' };

/** A user waits at the telephone: longer than this is no answer. */
const patienceMs = 3_000;

/** Which of several telephone systems has a call: always the same one. */
export function serverOf({ servers }: Telephony, callId: number): string | undefined {
  return servers[callId % servers.length];
}

/**
 * Asks for a call in Exotel's words, once and never again: a question that is repeated may ring the customer twice. Never rejects.
 */
export async function placeCall(telephony: Telephony, wanted: WantedCall): Promise<Placed> {
  const form = {
    From: plain(wanted.agentPhone),
    To: plain(wanted.customerPhone),
    CallerId: plain(wanted.callerId),
    CallType: 'trans',
    Record: String(wanted.record),
    CustomField: `${wanted.tenant}:${wanted.callId}`,
  };
  try {
    const answer = await fetch(`${serverOf(telephony, wanted.callId)}/v1/Accounts/crm/Calls/connect`, {
      method: 'POST',
      headers: { authorization: authorizationOf(telephony) },
      body: new URLSearchParams(form),
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    // a server that fails may have begun the call
    if (!answer.ok) {
      await answer.body?.cancel();
      if (answer.status >= 500) return { kind: 'unknown' };
      const why = refusals[answer.status] ?? `the telephone system refuses (${answer.status})`;
      return { kind: 'refused', why };
    }
    const { Call } = (await answer.json()) as { Call?: { Sid?: unknown } };
    return typeof Call?.Sid === 'string' && /^[\w-]{1,64}$/.test(Call.Sid)
      ? { kind: 'placed', sid: Call.Sid }
      : { kind: 'unknown' };
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: unknown };
    return wasNeverSent(code)
      ? { kind: 'refused', why: 'the telephone system cannot be reached' }
      : { kind: 'unknown' };
  }
}

const refusals: Record<number, string> = {
  401: 'the telephone system does not know us',
  429: 'too many calls are asked for at present; try again in a minute',
};

/** A recording on its way, and its bytes where they were said. */
export interface Recording {
  sound: Readable;
  bytes: number | null;
}

/**
 * A call's recording from whichever telephone system has it, as it comes; null where all say that they have none. Throws 503 where
 * none has it and one of them does not answer, or with something else: it may have it.
 */
export async function fetchRecording(
  telephony: Telephony,
  callId: number,
  sid: string,
): Promise<Recording | null> {
  const first = serverOf(telephony, callId);
  let isAway = first === undefined;
  for (const server of [first, ...telephony.servers.filter((one) => one !== first)]) {
    if (server === undefined) continue;
    const answer = await ask(telephony, `${server}/recordings/${encodeURIComponent(sid)}`);
    if (answer?.status === 200 && answer.body) {
      const bytes = Number(answer.headers.get('content-length') ?? Number.NaN);
      const isAsSent = answer.headers.get('content-encoding') === null;
      const sound = Readable.fromWeb(answer.body as ReadableStream);
      return { sound, bytes: isAsSent && Number.isSafeInteger(bytes) ? bytes : null };
    }
    if (answer?.status !== 404) isAway = true;
    await answer?.body?.cancel();
  }
  if (isAway) throw new Fault(503, 'the telephone system does not give the recording at present');
  return null;
}

/** The answer once it has begun; null where it has not within the time. How long the rest takes depends on who listens. */
async function ask(telephony: Telephony, url: string): Promise<Response | null> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  try {
    const headers = { authorization: authorizationOf(telephony) };
    return await fetch(url, { headers, redirect: 'manual', signal: patience.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

const authorizationOf = ({ apiKey }: Telephony) => `Basic ${Buffer.from(`crm:${apiKey}`).toString('base64')}`;

/** Numbers are kept as people write them. */
const plain = (phone: string) => phone.replace(/[^\d+]/g, '');
