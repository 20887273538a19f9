import { createServer, type Socket } from 'node:net';

/** A mail server for tests, that says what it is told to. */
export interface SmtpDouble extends AsyncDisposable {
  port: number;
  /** Mails that it took, as they came: envelope and text. */
  taken: { from: string; to: string; text: string }[];
  /**
   * What it says next: the answer to RCPT TO, or to the end of a mail; `hang up` takes the mail and closes without an answer. Left
   * out: it takes everything.
   */
  next: { to: 'RCPT' | 'END'; say: string }[];
}

/** Listens on a free port of 127.0.0.1. */
export async function startSmtpDouble(): Promise<SmtpDouble> {
  const taken: SmtpDouble['taken'] = [];
  const next: SmtpDouble['next'] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    talk(socket, taken, next);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    taken,
    next,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function talk(socket: Socket, taken: SmtpDouble['taken'], next: SmtpDouble['next']): void {
  let [buffer, from, to, isText] = ['', '', '', false];
  const say = (text: string) => socket.write(`${text}\r\n`);
  const told = (at: 'RCPT' | 'END') => (next[0]?.to === at ? next.shift()?.say : undefined);
  const line = (text: string) => {
    if (/^MAIL FROM:/i.test(text)) from = /<(.*?)>/.exec(text)?.[1] ?? '';
    if (/^RCPT TO:/i.test(text)) to = /<(.*?)>/.exec(text)?.[1] ?? '';
    if (/^EHLO/i.test(text)) return say('250-double\r\n250 DSN');
    if (/^RCPT/i.test(text)) return say(told('RCPT') ?? '250 ok');
    if (/^QUIT/i.test(text)) return socket.end('221 bye\r\n');
    isText = /^DATA/i.test(text);
    say(isText ? '354 go on' : '250 ok');
  };
  const end = (text: string) => {
    isText = false;
    const answer = told('END') ?? '250 taken';
    if (answer === 'hang up' || answer.startsWith('2')) taken.push({ from, to, text });
    if (answer === 'hang up') socket.destroy();
    else say(answer);
  };
  say('220 double ESMTP');
  socket.on('data', (part) => {
    buffer += part.toString('utf8');
    for (;;) {
      const mark = isText ? '\r\n.\r\n' : '\r\n';
      const at = buffer.indexOf(mark);
      if (at < 0) return;
      const whole = buffer.slice(0, at);
      buffer = buffer.slice(at + mark.length);
      if (isText) end(whole);
      else line(whole);
    }
  });
}
