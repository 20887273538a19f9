import { chatIdOf } from './ids.ts';
import type { Outgoing } from './outgoing.ts';
import { badRequest } from './refusal.ts';

export interface SendBody {
  session: string;
  chatId: string;
  text?: string;
  caption?: string | null;
  file?: { mimetype: string; filename?: string | null; url?: string; data?: string };
  id?: string | null;
}

const base = {
  session: { type: 'string', minLength: 1 },
  chatId: { type: 'string', minLength: 1 },
  id: { type: ['string', 'null'], pattern: '^[A-Za-z0-9_@.-]{1,128}$' },
  reply_to: { type: ['string', 'null'] },
};

const file = {
  type: 'object',
  required: ['mimetype'],
  properties: {
    mimetype: { type: 'string', pattern: '^[\\w.+-]+/[\\w.+-]+' },
    filename: { type: ['string', 'null'] },
    url: { type: 'string', pattern: '^https?://[^\\s/]+' },
    data: { type: 'string', minLength: 1 },
  },
  oneOf: [{ required: ['url'] }, { required: ['data'] }],
};

/** JSON schema of the body of sendText. What WAHA takes beside these is let through and has no effect here. */
export const textSchema = {
  type: 'object',
  required: ['session', 'chatId', 'text'],
  properties: {
    ...base,
    text: { type: 'string', minLength: 1, maxLength: 65_536 },
    mentions: { type: ['array', 'null'], items: { type: 'string' } },
    linkPreview: { type: 'boolean' },
    linkPreviewHighQuality: { type: 'boolean' },
  },
} as const;

/** JSON schema of the body of sendImage, sendFile, sendVoice and sendVideo. */
export const fileSchema = {
  type: 'object',
  required: ['session', 'chatId', 'file'],
  properties: { ...base, file, caption: { type: ['string', 'null'], maxLength: 65_536 } },
} as const;

/** What a body asks to be sent. Media by address are not fetched: nothing here calls out. Throws 400 for what no schema can see. */
export function outgoingOf({ chatId, text, caption, file: given, id = null }: Readonly<SendBody>): Outgoing {
  const chat = chatIdOf(chatId);
  if (chat === null) throw badRequest(['chatId must be a chat, such as 919800000000@c.us']);
  const own = id === null ? null : (id.split('_').at(-1) ?? null);
  if (own === '') throw badRequest(['id must not end with _']);
  if (given === undefined) return { chat, body: text ?? '', media: null, content: '', id: own };
  const { mimetype, filename = null, url, data } = given;
  if (data !== undefined && !isBase64(data)) throw badRequest(['file.data must be base64']);
  const media = { mimetype, filename, url: url ?? null };
  return { chat, body: caption ?? '', media, content: `${mimetype} ${url ?? data}`, id: own };
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}
