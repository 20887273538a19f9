import type { IncomingHttpHeaders } from 'node:http';
import { decrypt } from 'http_ece';
import type { Subscription } from './subscriptions.ts';
import { checkVapid } from './vapid.ts';

/** RFC 8030: a push service takes bodies of so many bytes, and this one no more. */
export const mostBytes = 4096;

export interface Judged {
  status: number;
  outcome: string;
  notificationId: string | null;
  payload: unknown;
}

/** What a push service answers to a push (RFC 8030, 8291, 8292), and what the browser reads in it. */
export function judgePush(
  headers: IncomingHttpHeaders,
  body: Buffer,
  subscription: Subscription | undefined,
  at: { origin: string; nowS: number },
): Judged {
  if (!subscription) return refused(404, 'no such subscription');
  if (!/^\d{1,10}$/.test(String(headers.ttl ?? ''))) return refused(400, 'no ttl');
  if (body.length > mostBytes) return refused(413, 'too large');
  const vapid = checkVapid(headers.authorization, at.origin, at.nowS);
  if ('fault' in vapid) return refused(vapid.fault === 'vapid missing' ? 401 : 403, vapid.fault);
  const { applicationServerKey } = subscription;
  if (applicationServerKey !== null && applicationServerKey !== vapid.key) return refused(403, 'vapid key');
  if (!subscription.alive) return refused(410, 'gone');
  if (headers['content-encoding'] !== 'aes128gcm') return refused(400, 'no aes128gcm');
  const { topic, urgency } = headers;
  if (topic !== undefined && !/^[\w-]{1,32}$/.test(String(topic))) return refused(400, 'topic');
  if (urgency !== undefined && !/^(very-low|low|normal|high)$/.test(String(urgency)))
    return refused(400, 'urgency');
  return read(body, subscription);
}

function read(body: Buffer, { privateKey, auth }: Subscription): Judged {
  let text: string;
  try {
    text = decrypt(body, { version: 'aes128gcm', privateKey, authSecret: auth }).toString('utf8');
  } catch {
    // the service itself cannot tell: it takes the push, and the browser throws it away
    return refused(201, 'not decrypted');
  }
  const payload = parsed(text);
  const { id } = (payload ?? {}) as { id?: unknown };
  return { status: 201, outcome: 'accepted', notificationId: typeof id === 'string' ? id : '', payload };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A push that is not taken. */
export function refused(status: number, outcome: string): Judged {
  return { status, outcome, notificationId: null, payload: null };
}
