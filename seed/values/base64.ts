import type { Draw } from '../random.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const pairs: readonly string[] = Array.from(
  { length: 4_096 },
  (_, value) => alphabet.charAt(value >> 6) + alphabet.charAt(value & 63),
);
/** How base64url without padding ends after 16 and after 65 bytes: two and four bits are left. */
const endsOfTwoBits = 'AQgw';
const endsOfFourBits = 'AEIMQUYcgkosw048';

function characters(count: number, draw: Draw): string {
  let text = '';
  for (let at = 0; at < count; at += 2) text += draw.pick(pairs);
  return text.slice(0, count);
}

/** 22 characters: a push subscription's secret of 16 bytes. */
export function secretOf16(draw: Draw): string {
  return characters(21, draw) + endsOfTwoBits.charAt(draw.int(0, 3));
}

/**
 * 87 characters in the form of an uncompressed point of the curve P-256: 65 bytes of which the first is 4. It is no point
 * of the curve, so nothing can be encrypted for it; a sender that is to send must be given keys of real subscribers.
 */
export function pointOf65(draw: Draw): string {
  const second = alphabet.charAt(draw.int(0, 15));
  return `B${second}${characters(84, draw)}${endsOfFourBits.charAt(draw.int(0, 15))}`;
}
