import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Query } from '../database.ts';
import { sameText } from '../secrets.ts';
import type { JsonObject } from '../webhooks/body.ts';
import { forged, late } from '../webhooks/refused.ts';
import { requiredHeader } from '../webhooks/sender.ts';
import { isKnown, markBounced, markDelivered } from './mails.ts';

/** What the mail server reports of one mail. */
export interface MailFeedback {
  mailId: number;
  event: 'delivered' | 'bounced';
  /** What the last server said, of a mail that bounced. */
  reason?: string;
}

/** A report that is older was held back by somebody. The mail server signs anew whenever it tries again. */
const longestS = 300;

/** A report as it came, at `nowS` seconds since 1970. */
export interface Report {
  headers: IncomingHttpHeaders;
  raw: Buffer;
  nowS: number;
}

/**
 * Throws `Refused` unless the mail server sent this: X-Mail-Signature is the HMAC-SHA256, as hex, of `<timestamp>.<body>` under its
 * secret for the tenant, and X-Mail-Timestamp (seconds) is of these minutes.
 */
export function checkSigned({ headers, raw, nowS }: Report, secret: string): void {
  const signature = requiredHeader(headers, 'x-mail-signature');
  const timestamp = requiredHeader(headers, 'x-mail-timestamp');
  const wanted = createHmac('sha256', secret).update(`${timestamp}.`).update(raw).digest('hex');
  if (!/^\d{1,12}$/.test(timestamp) || !sameText(signature, wanted)) throw forged();
  if (Math.abs(nowS - Number(timestamp)) > longestS) throw late();
}

/** The report in a body, or null where it is none. */
export function feedbackIn(body: JsonObject): MailFeedback | null {
  const { mailId, event, reason = '' } = body;
  if (!Number.isInteger(mailId) || (mailId as number) < 1 || (mailId as number) > 2_147_483_647) return null;
  if ((event !== 'delivered' && event !== 'bounced') || typeof reason !== 'string') return null;
  return { mailId: mailId as number, event, reason };
}

/** Keeps what is reported; repeated, it changes nothing. False where the tenant has no such mail. */
export async function keepFeedback(query: Query, feedback: MailFeedback, now: string): Promise<boolean> {
  const { mailId, event, reason } = feedback;
  if (!(await isKnown(query, mailId))) return false;
  if (event === 'delivered') await markDelivered(query, mailId, now);
  else await markBounced(query, mailId, printable(reason || 'no reason given'), now);
  return true;
}

/** PostgreSQL takes no zero bytes, and a reason is one line. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}
