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
/** Failures before anything was sent: nobody is called. */
const neverSent = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

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
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    return code !== undefined && neverSent.test(code)
      ? { kind: 'refused', why: 'the telephone system cannot be reached' }
      : { kind: 'unknown' };
  }
}

const refusals: Record<number, string> = {
  401: 'the telephone system does not know us',
  429: 'too many calls are asked for at present; try again in a minute',
};

/** A call's recording from whichever telephone system has it; null where none has. */
export async function fetchRecording(
  telephony: Telephony,
  callId: number,
  sid: string,
): Promise<Buffer | null> {
  const first = serverOf(telephony, callId);
  for (const server of [first, ...telephony.servers.filter((one) => one !== first)]) {
    const answer = await fetch(`${server}/recordings/${encodeURIComponent(sid)}`, {
      headers: { authorization: authorizationOf(telephony) },
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    }).catch(() => null);
    if (answer?.status === 200) return Buffer.from(await answer.arrayBuffer());
    await answer?.body?.cancel();
  }
  return null;
}

const authorizationOf = ({ apiKey }: Telephony) => `Basic ${Buffer.from(`crm:${apiKey}`).toString('base64')}`;

/** Numbers are kept as people write them. */
const plain = (phone: string) => phone.replace(/[^\d+]/g, '');
