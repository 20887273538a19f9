import { ackName } from './ack-plan.ts';
import type { KeptMessage } from './kept-message.ts';

/** A message in WAHA's shape. `me` is the account's own chat id. */
export function waMessage(message: Readonly<KeptMessage>, me: string | null) {
  const { id, chat, fromMe, at, body, media, ack } = message;
  const timestamp = Math.floor(at / 1000);
  return {
    id,
    timestamp,
    from: fromMe ? me : chat,
    fromMe,
    source: fromMe ? 'api' : 'app',
    to: fromMe ? chat : me,
    participant: null,
    body,
    hasMedia: media !== null,
    media: media && {
      url: media.url,
      mimetype: media.mimetype,
      filename: media.filename,
      s3: null,
      error: null,
    },
    ack,
    ackName: ackName(ack),
    location: null,
    vCards: [],
    replyTo: null,
    _data: { id: { fromMe, remote: chat, _serialized: id }, type: media ? 'media' : 'chat', t: timestamp },
  };
}

/** Payload of `message.ack`. */
export function ackPayload(
  { id, chat, ack }: Readonly<KeptMessage>,
  value: KeptMessage['ack'],
  me: string | null,
) {
  return {
    id,
    from: me,
    to: chat,
    participant: null,
    fromMe: true,
    ack: value,
    ackName: ackName(value),
    _data: { ack },
  };
}
