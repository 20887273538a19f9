import type { FastifyInstance } from 'fastify';
import type { Page } from '../../../../scenarios/lib/contract.ts';
import type { CallRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Crm } from '../crm.ts';
import { Fault, notFound } from '../faults.ts';
import { body, type IdParams, id, idParams, note, page, query, size, word } from '../shapes.ts';
import { callColumns } from './call-rows.ts';
import { fetchRecording } from './pbx.ts';
import { askForCall } from './place-call.ts';

const oneSql = `select ${callColumns} from calls c join tenants t on t.id = c.tenant_id where c.id = $1`;
// by id, which is by when they were asked for, and needs no index of its own
const listSql = `
  select ${callColumns} from calls c join tenants t on t.id = c.tenant_id
  where $1::int is null or c.customer_id = $1
  order by c.id desc limit $2 offset $3`;
const countSql = 'select count(*) as total from calls c where $1::int is null or c.customer_id = $1';
const wrapUpSql = `
  with c as (
    update calls set disposition = $2, note = coalesce($3, note)
    where id = $1 and status in ('ended', 'failed') returning *
  )
  select ${callColumns} from c join tenants t on t.id = c.tenant_id`;
const recordingSql =
  'select provider_id as sid from calls where id = $1 and recording_url is not null and provider_id is not null';

const newCall = body({ customerId: id }, ['customerId']);
const wrapUp = body({ disposition: word, note }, ['disposition']);
const listQuery = query({ page, size: size(25), customerId: id });

/** Calls: list, one, click-to-call, what came of it, its recording. */
export function callRoutes(app: FastifyInstance, crm: Crm): void {
  app.get<{ Querystring: { page: number; size: number; customerId?: number } }>(
    '/api/calls',
    { schema: { querystring: listQuery } },
    async (request): Promise<Page<CallRow>> => {
      const { tenantId, tenant } = request.session;
      const { page, size, customerId = null } = request.query;
      return crm.database.asTenant(request.databaseTime, tenantId, async (query) => {
        const items = await query<CallRow>(listSql, [customerId, size, (page - 1) * size]);
        const [count] = await query<{ total: number }>(countSql, [customerId]);
        return { tenant, total: count?.total ?? 0, page, size, items };
      });
    },
  );

  app.post<{ Body: { customerId: number } }>(
    '/api/calls',
    { schema: { body: newCall } },
    async (request, reply) => {
      const { session, databaseTime, body } = request;
      const call = await askForCall(crm, databaseTime, session, body.customerId);
      return reply.code(202).send(call satisfies CallRow);
    },
  );

  app.get<{ Params: IdParams }>(
    '/api/calls/:id',
    { schema: { params: idParams } },
    async ({ session, databaseTime, params }): Promise<CallRow> => {
      const [call] = await crm.database.asTenant(databaseTime, session.tenantId, (query) =>
        query<CallRow>(oneSql, [params.id]),
      );
      if (!call) throw notFound('call');
      return call;
    },
  );

  app.post<{ Params: IdParams; Body: { disposition: string; note?: string } }>(
    '/api/calls/:id/wrap-up',
    { schema: { params: idParams, body: wrapUp } },
    async ({ session, databaseTime, params, body }): Promise<CallRow> =>
      crm.database.asTenant(databaseTime, session.tenantId, async (query) => {
        const [call] = await query<CallRow>(wrapUpSql, [params.id, body.disposition, body.note ?? null]);
        if (call) return call;
        if ((await query(oneSql, [params.id])).length === 0) throw notFound('call');
        throw new Fault(409, 'the call is not over yet');
      }),
  );

  app.get<{ Params: IdParams }>(
    '/api/calls/:id/recording',
    { schema: { params: idParams } },
    async ({ session, databaseTime, params }, reply) => {
      const [call] = await crm.database.asTenant(databaseTime, session.tenantId, (query) =>
        query<{ sid: string }>(recordingSql, [params.id]),
      );
      const recording = call ? await fetchRecording(crm.outside.telephony, params.id, call.sid) : null;
      if (!recording) throw notFound('recording');
      if (recording.bytes !== null) reply.header('content-length', recording.bytes);
      return reply.type('audio/wav').send(recording.sound);
    },
  );
}
