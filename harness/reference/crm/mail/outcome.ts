/** How far a mail came that was not taken. */
export type Stage =
  /** It could not be written. */
  | 'composing'
  /** No server has heard of it: there is none, it takes no mail, or it does not get as far as MAIL FROM. */
  | 'connecting'
  /** A server may have it. */
  | 'sending';

/** What nodemailer throws. */
interface Thrown {
  code?: unknown;
  command?: unknown;
  responseCode?: unknown;
  response?: unknown;
  message?: unknown;
}

/**
 * What follows from a mail that was not taken: `bounced` for good; `later` where that may be the mail's own fault, so as often as a
 * job is tried; `absent` where it cannot be, so as often as it takes.
 */
export type Outcome =
  | { kind: 'bounced'; reason: string }
  | { kind: 'later'; reason: string }
  | { kind: 'absent' };

/** Commands that are about one mail. */
const aboutTheMail = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

/** Once a server may have it, whatever it does instead of an answer counts: a mail that it dies of must come to an end. */
export function outcomeOf(thrown: unknown, stage: Stage): Outcome {
  const { code, command, responseCode, response, message } = (thrown ?? {}) as Thrown;
  const reason = String(response ?? message ?? 'no reason given').replace(/\s+/g, ' ');
  if (stage === 'composing') return { kind: 'bounced', reason };
  if (stage === 'connecting') return { kind: 'absent' };
  // nodemailer's own word on addresses that no server could take
  if (typeof responseCode !== 'number') return { kind: code === 'EENVELOPE' ? 'bounced' : 'later', reason };
  const isOfMail = aboutTheMail.has(String(command)) || code === 'EMESSAGE' || code === 'EENVELOPE';
  return { kind: isOfMail && responseCode >= 500 ? 'bounced' : 'later', reason };
}
