import type { Ledger } from '../ledger.ts';

const linesAtOnce = 500;

/** One line of JSON for each message of those sessions, as they were sent or came. No texts: their SHA-256. */
export function* messageLines(ledger: Ledger, sessions: Iterable<string>): Generator<string> {
  let lines = '';
  let count = 0;
  for (const name of sessions)
    for (const { id, session, chat, fromMe, at, times, hash, ack } of ledger.messagesOf(name)) {
      const direction = fromMe ? 'out' : 'in';
      lines += `${JSON.stringify({ id, session, chatId: chat, direction, at, times, hash, ack })}\n`;
      count += 1;
      if (count % linesAtOnce !== 0) continue;
      yield lines;
      lines = '';
    }
  if (lines !== '') yield lines;
}
