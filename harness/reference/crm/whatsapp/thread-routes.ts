import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Page, Rows } from '../../../../scenarios/lib/contract.ts';
import type { MessageRow, TemplateRow, ThreadRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Crm } from '../crm.ts';
import type { Query } from '../database.ts';
import { notFound } from '../faults.ts';
import { body, type IdParams, idParams, page, query, size } from '../shapes.ts';
import { addMessage, messageColumns } from './message-record.ts';
import { handInReplies } from './send-reply.ts';

const statuses = { enum: ['open', 'closed', 'snoozed'] satisfies ThreadRow['status'][] };

const threadColumns = `
  w.id, t.slug as tenant, w.customer_id as "customerId", w.status, w.unread_count as unread,
  w.last_message_at as "lastMessageAt", w.last_message_preview as preview`;
const listSql = `
  select ${threadColumns} from whatsapp_threads w join tenants t on t.id = w.tenant_id
  where $1::text is null or w.status = $1
  order by w.last_message_at desc, w.id desc limit $2 offset $3`;
const countSql = 'select count(*) as total from whatsapp_threads w where $1::text is null or w.status = $1';
const threadSql = `
  select id, customer_id as "customerId", chat_id as "chatId", session from whatsapp_threads where id = $1`;
const messagesSql = `
  select ${messageColumns} from whatsapp_messages m join tenants t on t.id = m.tenant_id
  where m.thread_id = $1 order by m.sent_at desc, m.id desc limit $2`;
const messageSql = `
  select ${messageColumns} from whatsapp_messages m join tenants t on t.id = m.tenant_id where m.id = $1`;
const takeOnSql = 'update whatsapp_threads set staff_id = coalesce(staff_id, $2) where id = $1';
const readSql = `
  with w as (update whatsapp_threads set unread_count = 0 where id = $1 returning *)
  select ${threadColumns} from w join tenants t on t.id = w.tenant_id`;
const messagesReadSql = `
  update whatsapp_messages set ack = 3 where thread_id = $1 and not from_me and ack = 2`;
const templatesSql = `
  select p.id, t.slug as tenant, p.name, p.language, p.category, p.approved
  from message_templates p join tenants t on t.id = p.tenant_id order by p.id`;

interface Thread {
  id: number;
  customerId: number;
  chatId: string;
  session: string;
}

/** What WhatsApp takes at most. */
const text = { type: 'string', minLength: 1, maxLength: 4_096, pattern: '^[^\\u0000]*$' } as const;
const listQuery = query({ page, size: size(25), status: statuses });

/** Threads: list, messages of one, answer, look at; and the templates that campaigns are made of. */
export function threadRoutes(app: FastifyInstance, crm: Crm): void {
  readingRoutes(app, crm);

  app.post<{ Params: IdParams; Body: { text: string } }>(
    '/api/threads/:id/messages',
    { schema: { params: idParams, body: body({ text }, ['text']) } },
    async (request, reply) => {
      const { session, databaseTime, params } = request;
      const sentAt = await crm.day.now(databaseTime);
      const { tenantId, userId } = session;
      const { message, thread } = await crm.database.asTenant(databaseTime, tenantId, async (query) => {
        const thread = await threadById(query, params.id);
        const added = await addMessage(query, {
          tenantId,
          customerId: thread.customerId,
          chatId: thread.chatId,
          session: thread.session,
          fromMe: true,
          staffId: userId,
          kind: 'text',
          body: request.body.text,
          ack: 0,
          wahaId: `true_${thread.chatId}_3EB0${randomBytes(8).toString('hex').toUpperCase()}`,
          sentAt,
        });
        await query(takeOnSql, [thread.id, userId]);
        const [message] = await query<MessageRow>(messageSql, [added?.messageId]);
        return { message: message as MessageRow, thread };
      });
      // Where Redis does not answer a round hands it in.
      await handInReplies(crm, tenantId, thread.session, [message.id]).catch(() => {});
      return reply.code(202).send(message satisfies MessageRow);
    },
  );

  app.post<{ Params: IdParams }>(
    '/api/threads/:id/read',
    { schema: { params: idParams } },
    async (request): Promise<ThreadRow> =>
      crm.database.asTenant(request.databaseTime, request.session.tenantId, async (query) => {
        const [thread] = await query<ThreadRow>(readSql, [request.params.id]);
        if (!thread) throw notFound('thread');
        await query(messagesReadSql, [thread.id]);
        return thread;
      }),
  );
}

function readingRoutes(app: FastifyInstance, crm: Crm): void {
  app.get<{ Querystring: { page: number; size: number; status?: string } }>(
    '/api/threads',
    { schema: { querystring: listQuery } },
    async (request): Promise<Page<ThreadRow>> => {
      const { tenantId, tenant } = request.session;
      const { page, size, status = null } = request.query;
      return crm.database.asTenant(request.databaseTime, tenantId, async (query) => {
        const items = await query<ThreadRow>(listSql, [status, size, (page - 1) * size]);
        const [count] = await query<{ total: number }>(countSql, [status]);
        return { tenant, total: count?.total ?? 0, page, size, items };
      });
    },
  );

  app.get<{ Params: IdParams; Querystring: { size: number } }>(
    '/api/threads/:id/messages',
    { schema: { params: idParams, querystring: query({ size: size(50, 200) }) } },
    async (request): Promise<Rows<MessageRow>> => {
      const { tenantId, tenant } = request.session;
      return crm.database.asTenant(request.databaseTime, tenantId, async (query) => {
        const { id } = await threadById(query, request.params.id);
        return { tenant, items: await query<MessageRow>(messagesSql, [id, request.query.size]) };
      });
    },
  );

  app.get('/api/message-templates', async (request): Promise<Rows<TemplateRow>> => {
    const { tenantId, tenant } = request.session;
    const items = await crm.database.asTenant(request.databaseTime, tenantId, (query) =>
      query<TemplateRow>(templatesSql),
    );
    return { tenant, items };
  });
}

async function threadById(query: Query, id: number): Promise<Thread> {
  const [thread] = await query<Thread>(threadSql, [id]);
  if (!thread) throw notFound('thread');
  return thread;
}
