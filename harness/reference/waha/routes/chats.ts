import type { FastifyInstance } from 'fastify';
import { chatIdOf } from '../ids.ts';
import type { KeptMessage } from '../kept-message.ts';
import { badRequest } from '../refusal.ts';
import { waMessage } from '../wa-message.ts';
import type { Waha } from '../waha.ts';

interface Listed {
  Params: { session: string };
  Querystring: { limit?: string; offset?: string };
}

const digits = { type: 'string', pattern: '^[0-9]{1,9}$' };
const list = { type: 'object', properties: { limit: digits, offset: digits } };
const needed = { ...list, required: ['limit'] };

/** What the accounts have talked about, latest first; and whether a number has WhatsApp. */
export function chatRoutes(app: FastifyInstance, waha: Waha): void {
  const chatsOf = async ({ params, query }: { params: Listed['Params']; query: Listed['Querystring'] }) => {
    const session = await waha.inStatus(params.session, 'WORKING');
    const latest = [...waha.ledger.chatsOf(session.name)].map(([chat, messages]) => {
      return { chat, last: messages.at(-1) as KeptMessage };
    });
    latest.sort((one, other) => other.last.at - one.last.at);
    return { me: session.me()?.id ?? null, page: pageOf(latest, query) };
  };

  app.get<Listed>('/api/:session/chats', { schema: { querystring: list } }, async (request) => {
    const { page } = await chatsOf(request);
    return page.map(({ chat, last }) => ({
      id: chat,
      name: chat.split('@')[0],
      timestamp: Math.floor(last.at / 1000),
    }));
  });

  app.get<Listed>('/api/:session/chats/overview', { schema: { querystring: list } }, async (request) => {
    const { me, page } = await chatsOf(request);
    return page.map(({ chat, last }) => {
      return {
        id: chat,
        name: chat.split('@')[0],
        picture: null,
        lastMessage: waMessage(last, me),
        _chat: { id: chat },
      };
    });
  });

  app.get<Listed & { Params: { chatId: string } }>(
    '/api/:session/chats/:chatId/messages',
    { schema: { querystring: needed } },
    async ({ params, query }) => {
      const session = await waha.inStatus(params.session, 'WORKING');
      const messages = waha.ledger.chatsOf(session.name).get(chatIdOf(params.chatId) ?? '') ?? [];
      const me = session.me()?.id ?? null;
      return pageOf(messages.toReversed(), query).map((message) => waMessage(message, me));
    },
  );

  app.get<{ Querystring: { phone?: string; session?: string } }>(
    '/api/contacts/check-exists',
    async ({ query }) => {
      const chat = chatIdOf(query.phone ?? '');
      if (chat === null) throw badRequest(['phone must be a phone number']);
      await waha.inStatus(query.session ?? 'default', 'WORKING');
      return waha.exists(chat) ? { numberExists: true, chatId: chat } : { numberExists: false };
    },
  );
}

function pageOf<T>(all: readonly T[], { limit, offset = '0' }: Listed['Querystring']): T[] {
  return all.slice(Number(offset), limit === undefined ? undefined : Number(offset) + Number(limit));
}
