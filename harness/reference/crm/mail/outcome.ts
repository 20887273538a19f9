/** What nodemailer throws. */
interface Thrown {
  code?: unknown;
  command?: unknown;
  responseCode?: unknown;
  response?: unknown;
  message?: unknown;
}

/**
 * What follows from a mail that was not taken: `bounced` for good, `later` where the server says so of the mail, `absent` where it
 * does not answer or takes no mail at all, which is no fault of the mail's.
 */
export type Outcome =
  | { kind: 'bounced'; reason: string }
  | { kind: 'later'; reason: string }
  | { kind: 'absent' };

/** Commands that are about one mail. */
const aboutTheMail = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

export function outcomeOf(thrown: unknown): Outcome {
  const { code, command, responseCode, response, message } = (thrown ?? {}) as Thrown;
  const reason = String(response ?? message ?? 'no reason given').replace(/\s+/g, ' ');
  if (typeof responseCode !== 'number')
    // nodemailer's own word on addresses that no server could take
    return code === 'EENVELOPE' ? { kind: 'bounced', reason } : { kind: 'absent' };
  const isOfMail = aboutTheMail.has(String(command)) || code === 'EMESSAGE' || code === 'EENVELOPE';
  // 421: the service closes, whatever it was asked
  if (!isOfMail || responseCode === 421) return { kind: 'absent' };
  return { kind: responseCode >= 500 ? 'bounced' : 'later', reason };
}
