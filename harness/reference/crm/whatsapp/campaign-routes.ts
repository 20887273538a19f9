import type { FastifyInstance } from 'fastify';
import type { Page } from '../../../../scenarios/lib/contract.ts';
import type { CampaignRow, NewCampaign } from '../../../../scenarios/lib/contract-outside.ts';
import type { Crm } from '../crm.ts';
import { Fault, notFound } from '../faults.ts';
import { body, type IdParams, id, idParams, page, query, size, word } from '../shapes.ts';
import { campaignById, campaignColumns, type Move, moveCampaign, moves } from './campaign-record.ts';
import { askFor, workAfter } from './campaign-work.ts';

const listSql = `
  select ${campaignColumns} from campaigns c join tenants t on t.id = c.tenant_id
  order by c.created_at desc, c.id desc limit $1 offset $2`;
const countSql = 'select count(*) as total from campaigns';
const insertSql = `
  insert into campaigns (tenant_id, staff_id, template_id, name, audience, status, scheduled_at, begin_at, created_at,
    segment, pace_per_minute, sent, skipped)
  select $1, $2, p.id, $4, $5, case when $6::timestamptz is null then 'draft' else 'scheduled' end, $6, $6, $7, $8, $9, 0, 0
  from message_templates p where p.id = $3 returning id`;

const newCampaign = body(
  {
    name: { type: 'string', minLength: 1, maxLength: 120, pattern: '^[^\\u0000]*$' },
    templateId: id,
    segment: word,
    scheduledAt: { type: 'string', format: 'date-time' },
    pacePerMinute: { type: 'integer', minimum: 1, maximum: 60_000 },
  },
  ['name', 'templateId'],
);
/** Further off than a delayed job should lie: the round finds it then. */
const longestDelayMs = 24 * 3_600_000;

/** Campaigns: list, one, create, and what moves them. */
export function campaignRoutes(app: FastifyInstance, crm: Crm): void {
  readingRoutes(app, crm);

  app.post<{ Body: NewCampaign }>(
    '/api/campaigns',
    { schema: { body: newCampaign } },
    async (request, reply) => {
      const { session, databaseTime } = request;
      const { name, templateId, segment = null, scheduledAt = null, pacePerMinute = null } = request.body;
      const audience = segment === null ? 'all customers' : `segment ${segment}`;
      const now = await crm.day.now(databaseTime);
      const beginAt = scheduledAt === null ? null : momentIn(scheduledAt);
      const campaign = await crm.database.asTenant(databaseTime, session.tenantId, async (query) => {
        const [made] = await query<{ id: number }>(insertSql, [
          session.tenantId,
          session.userId,
          templateId,
          name,
          audience,
          beginAt,
          now,
          segment,
          pacePerMinute,
        ]);
        if (!made) throw notFound('message template');
        return campaignById(query, made.id);
      });
      const delayMs = beginAt === null ? null : beginAt.getTime() - Date.now();
      // Where Redis does not answer, or loses it, the round starts the campaign.
      if (delayMs !== null && delayMs < longestDelayMs)
        await askFor(crm, 'due', session.tenantId, campaign.id, { delayMs }).catch(() => {});
      return reply.code(201).send(campaign satisfies CampaignRow);
    },
  );

  for (const move of Object.keys(moves) as Move[]) movingRoute(app, crm, move);
}

/** The schema takes a leap second, which is no moment here. */
function momentIn(scheduledAt: string): Date {
  const moment = new Date(scheduledAt);
  if (Number.isNaN(moment.getTime())) throw new Fault(400, 'scheduledAt is no moment of the calendar');
  return moment;
}

function movingRoute(app: FastifyInstance, crm: Crm, move: Move): void {
  const status = move === 'start' || move === 'resume' ? 202 : 200;
  app.post<{ Params: IdParams }>(
    `/api/campaigns/:id/${move}`,
    { schema: { params: idParams } },
    async (request, reply) => {
      const { session, databaseTime, params } = request;
      const campaign = await crm.database.asTenant(databaseTime, session.tenantId, async (query) => {
        const known = await campaignById(query, params.id);
        if (move === 'start' && crm.outside.whatsapp.servers.length === 0)
          throw new Fault(409, `campaign ${known.id} cannot start: there is no WhatsApp server`);
        return moveCampaign(query, params.id, move);
      });
      await workAfter(crm, session.tenantId, campaign.id, move);
      return reply.code(status).send(campaign satisfies CampaignRow);
    },
  );
}

function readingRoutes(app: FastifyInstance, crm: Crm): void {
  app.get<{ Querystring: { page: number; size: number } }>(
    '/api/campaigns',
    { schema: { querystring: query({ page, size: size(25) }) } },
    async (request): Promise<Page<CampaignRow>> => {
      const { tenantId, tenant } = request.session;
      const { page, size } = request.query;
      return crm.database.asTenant(request.databaseTime, tenantId, async (query) => {
        const items = await query<CampaignRow>(listSql, [size, (page - 1) * size]);
        const [count] = await query<{ total: number }>(countSql);
        return { tenant, total: count?.total ?? 0, page, size, items };
      });
    },
  );

  app.get<{ Params: IdParams }>(
    '/api/campaigns/:id',
    { schema: { params: idParams } },
    async (request): Promise<CampaignRow> =>
      crm.database.asTenant(request.databaseTime, request.session.tenantId, (query) =>
        campaignById(query, request.params.id),
      ),
  );
}
