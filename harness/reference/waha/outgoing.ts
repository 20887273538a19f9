import type { Media } from './record.ts';

/** A message that is to be sent. */
export interface Outgoing {
  chat: string;
  body: string;
  media: Media | null;
  /** What identifies the media's content, for the hash. */
  content: string;
  /** Given by the caller, so that it can repeat the send without the recipient seeing it twice. */
  id: string | null;
}
