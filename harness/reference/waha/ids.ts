import { randomFillSync } from 'node:crypto';

/** WhatsApp Web's own ids begin so. */
const prefix = '3EB0';
const crockford = '0123456789abcdefghjkmnpqrstvwxyz';

const pool = Buffer.alloc(4096);
let used = pool.length;

/** So many bytes of the system's entropy, valid until the next call. Asked for by the page: a call for each id costs more than the rest of it. */
function entropy(bytes: number): Buffer {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.subarray(used - bytes, used);
}

/** The part of a message id that is its own, 22 digits of upper-case hex. From the system's entropy: a seed would repeat ids after a restart. */
export function newMessageId(): string {
  return prefix + entropy(9).toString('hex').toUpperCase();
}

/** `true_<chat>_<id>` for one that we sent, `false_...` for one that a customer wrote. */
export function serializedId(fromMe: boolean, chat: string, id: string): string {
  return `${fromMe}_${chat}_${id}`;
}

/** `evt_` and a ULID in small letters: 48 bits of time (ms), then 80 of chance. */
export function newEventId(nowMs: number): string {
  let text = 'evt_';
  for (let shift = 9; shift >= 0; shift--) text += crockford[Math.floor(nowMs / 32 ** shift) % 32];
  for (const byte of entropy(16)) text += crockford[byte & 31];
  return text;
}

/** Null for what no chat is called by: digits alone are a user, and WhatsApp's own suffix for one is brought to WAHA's. */
export function chatIdOf(text: string): string | null {
  const chat = text.replace(/^\+/, '').replace(/@s\.whatsapp\.net$/, '@c.us');
  if (/^\d{5,20}$/.test(chat)) return `${chat}@c.us`;
  return /^[\d-]{5,40}@(c\.us|g\.us|lid|newsletter)$/.test(chat) ? chat : null;
}
