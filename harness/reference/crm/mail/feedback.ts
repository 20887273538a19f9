import { createHmac } from 'node:crypto';
import type { Query } from '../database.ts';
import { sameText } from '../secrets.ts';
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

/**
 * Whether the mail server sent this: `signature` is the HMAC-SHA256, as hex, of `<timestamp>.<body>` under its secret for the
 * tenant, and the timestamp (seconds) is of these minutes.
 */
export function isSigned(
  body: Buffer,
  { timestamp, signature }: { timestamp: string; signature: string },
  secret: string,
  nowS: number,
): boolean {
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowS - Number(timestamp)) > longestS) return false;
  return sameText(signature, createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex'));
}

/** The report in a body, or null where it is none. */
export function feedbackIn(body: Buffer): MailFeedback | null {
  let given: Record<string, unknown> | null;
  try {
    given = JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
  const { mailId, event, reason = '' } = given ?? {};
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
