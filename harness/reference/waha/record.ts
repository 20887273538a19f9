import type { Ack } from './ack-plan.ts';
import type { SessionState } from './session-state.ts';

/** What a message carries, of which the stand-in keeps no bytes. */
export interface Media {
  mimetype: string;
  filename: string | null;
  url: string | null;
}

/** How a webhook ended: taken with a 2xx, given up after its last attempt, or dropped because too many were waiting. */
export type Outcome = 'delivered' | 'given-up' | 'dropped';

interface Written {
  s: string;
  id: string;
  chat: string;
  at: number;
  body: string;
  hash: string;
  media: Media | null;
}

/** One line of the journal. `s` is the session; what belongs to none that is there has the empty name. */
export type Entry =
  | ({ t: 'session'; s: string } & SessionState)
  | { t: 'gone'; s: string }
  | { t: 'parameters'; changes: Record<string, unknown> }
  /** A send was asked for. */
  | { t: 'received'; s: string }
  /** It was not sent, and this is what the caller was told; 0: nothing, or nothing that can be read. */
  | { t: 'refused'; s: string; status: number }
  /** It was sent. From here on the recipient has it. */
  | ({ t: 'sent'; fate: Exclude<Ack, 0> } & Written)
  /** It was sent once more under an id that the recipient has seen. */
  | { t: 'again'; s: string; id: string; at: number; hash: string }
  /** It was sent, but a fault told the caller otherwise. */
  | { t: 'misanswered'; s: string; kind: string }
  | { t: 'ack'; s: string; id: string; ack: Exclude<Ack, 0> }
  | ({ t: 'inbound' } & Written)
  /** No webhook about it is open any more; ack 0: about the message itself. */
  | { t: 'told'; s: string; id: string; ack: Ack }
  /** The status of each attempt; 0: no answer. */
  | { t: 'hook'; s: string; id: string; event: string; outcome: Outcome; statuses: number[]; copy?: true };
