import nodemailer from 'nodemailer';
import type { Stage } from './outcome.ts';

/** A mail server that takes longer is tried again later. */
const timeouts = {
  connectionTimeout: 5_000,
  greetingTimeout: 5_000,
  socketTimeout: 20_000,
  dnsTimeout: 5_000,
};
/** Connections that one process holds to the mail server; a mail takes milliseconds. */
export const mostConnections = 4;

export interface Smtp {
  /** Hands one mail over. Rejects with `NotTaken`. */
  send(mail: MailToSend): Promise<void>;
  close(): void;
}

/** A mail was not taken, or nobody knows: `cause` is what nodemailer threw, whose `responseCode` is what the server said. */
export class NotTaken extends Error {
  readonly stage: Stage;

  constructor(cause: unknown, stage: Stage) {
    super('the mail was not taken', { cause });
    this.stage = stage;
  }
}

interface MailToSend {
  returnPath: string;
  from: { name: string; address: string };
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
}

/** Connects when there is something to send, and keeps connections for what follows. */
export function openSmtp({ host, port }: { host: string; port: number }): Smtp {
  const transport = nodemailer.createTransport({
    pool: true,
    maxConnections: mostConnections,
    maxMessages: 1_000,
    host,
    port,
    secure: false,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...timeouts,
  });
  // by message id: nodemailer's errors do not say whether the server heard of the mail
  const stages = new Map<string, Stage>();
  transport.use('stream', (mail, done) => {
    const { message } = mail;
    const { messageId } = mail.data as { messageId: string };
    stages.set(messageId, 'connecting');
    const read = message.createReadStream.bind(message);
    // asked for with a connection at hand, and right before MAIL FROM
    message.createReadStream = (options) => {
      stages.set(messageId, 'sending');
      return read(options);
    };
    done();
  });
  return {
    async send({ returnPath, from, to, subject, text, html, messageId }) {
      stages.set(messageId, 'composing');
      const sending = transport.sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        html,
        messageId,
        envelope: { from: returnPath, to: [to] },
        // a report on success too would cost the mail server twenty times what the mail does: `sent` stays the end of most
        dsn: { id: messageId, return: 'headers', notify: ['failure'] },
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      try {
        await sending;
      } catch (error) {
        throw new NotTaken(error, stages.get(messageId) ?? 'sending');
      } finally {
        stages.delete(messageId);
      }
    },
    close: () => transport.close(),
  };
}
