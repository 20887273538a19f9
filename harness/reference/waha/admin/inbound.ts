import type { FastifyInstance } from 'fastify';
import { chatIdOf } from '../ids.ts';
import type { Media } from '../record.ts';
import { badRequest } from '../refusal.ts';
import type { Waha } from '../waha.ts';

interface Inbound {
  session: string;
  from: string;
  text?: string;
  media?: { mimetype: string; filename?: string; url?: string };
  count?: number;
}

const media = {
  type: 'object',
  required: ['mimetype'],
  properties: { mimetype: { type: 'string' }, filename: { type: 'string' }, url: { type: 'string' } },
};
const body = {
  type: 'object',
  additionalProperties: false,
  required: ['session', 'from'],
  anyOf: [{ required: ['text'] }, { required: ['media'] }],
  properties: {
    session: { type: 'string' },
    from: { type: 'string' },
    text: { type: 'string', maxLength: 65_536 },
    media,
    count: { type: 'integer', minimum: 1, maximum: 10_000 },
  },
};

/** POST /inbound: a customer writes, `count` times. A session that does not work tells of it once it does. */
export function inboundRoutes(app: FastifyInstance, waha: Waha): void {
  app.post<{ Body: Inbound }>('/inbound', { schema: { body } }, async (request, reply) => {
    const { session: name, from, text = '', media: given, count = 1 } = request.body;
    const session = waha.session(name);
    const chat = chatIdOf(from);
    if (chat === null) throw badRequest('from must be a phone number or a chat');
    const ids: string[] = [];
    for (let n = 0; n < count; n++)
      ids.push(waha.receive(session, chat, text, given ? mediaOf(given) : null).id);
    waha.journal.flush();
    return reply.code(201).send({ ids });
  });
}

function mediaOf({ mimetype, filename = null, url = null }: Partial<Media> & { mimetype: string }): Media {
  return { mimetype, filename, url };
}
