import { type Ack, acksUpTo } from './ack-plan.ts';
import type { Media } from './record.ts';

/** A message as this WAHA knows it. */
export interface KeptMessage {
  id: string;
  session: string;
  chat: string;
  fromMe: boolean;
  /** Wall clock, ms. */
  at: number;
  body: string;
  /** SHA-256 of the text and what came with it, hex. */
  hash: string;
  media: Media | null;
  /** How often it reached the recipient. */
  times: number;
  ack: Ack;
  /** How far it will come. */
  fate: Ack;
  /** Bits of what somebody has been told (or nobody wants to know), and of what is under way to be; see `bitOf`. */
  told: number;
  underWay: number;
}

/** The bit of an ack; of 0 it is that of the message itself, which those that customers wrote have. */
export function bitOf(ack: Ack): number {
  return 1 << (ack + 1);
}

/** What has to be told of it, and is neither told nor under way: at a restart, all that was open when the process died. */
export function untold(message: KeptMessage): readonly Ack[] {
  const all: readonly Ack[] = message.fromMe ? acksUpTo(message.fate) : [0];
  return all.filter((ack) => ((message.told | message.underWay) & bitOf(ack)) === 0);
}
