import nodemailer from 'nodemailer';

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
  /** Hands one mail over. Rejects as nodemailer does: `responseCode` is what the server said. */
  send(mail: MailToSend): Promise<void>;
  close(): void;
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
  return {
    async send({ returnPath, from, to, subject, text, html, messageId }) {
      await transport.sendMail({
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
    },
    close: () => transport.close(),
  };
}
