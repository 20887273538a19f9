import type { FastifyInstance } from 'fastify';
import type { Rows } from '../../../../scenarios/lib/contract.ts';
import type { ExportRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Crm } from '../crm.ts';
import { Fault, notFound } from '../faults.ts';
import { body, type IdParams, idParams, query, size } from '../shapes.ts';
import { askForExport, type NewExport } from './ask-for-export.ts';
import { contentTypes } from './file-bytes.ts';
import { openKept } from './kept-files.ts';
import { exportFields } from './kinds.ts';
import { downloadName, locationOf } from './names.ts';
import { handIn, handInNew } from './queued.ts';
import { exportColumns } from './records.ts';
import { scheduleRoutes } from './schedules.ts';

const listSql = `
  select ${exportColumns} from exports e join tenants t on t.id = e.tenant_id
  order by e.requested_at desc, e.id desc limit $1`;
const oneSql = `select ${exportColumns}, e.location from exports e join tenants t on t.id = e.tenant_id where e.id = $1`;
type ExportRecord = ExportRow & { location: string | null };

/** Exports: list, ask for one, one with its progress, its file; and those that are made again and again. */
export function exportRoutes(app: FastifyInstance, crm: Crm): void {
  app.get<{ Querystring: { size: number } }>(
    '/api/exports',
    { schema: { querystring: query({ size: size(25) }) } },
    async ({ session, databaseTime, query: { size } }): Promise<Rows<ExportRow>> => ({
      tenant: session.tenant,
      items: await crm.database.asTenant(databaseTime, session.tenantId, (ask) =>
        ask<ExportRow>(listSql, [size]),
      ),
    }),
  );

  app.post<{ Body: NewExport }>(
    '/api/exports',
    { schema: { body: body(exportFields, ['kind', 'format']) } },
    async (request, reply) => {
      const { session, databaseTime } = request;
      const { id, isNew } = await crm.database.asTenant(databaseTime, session.tenantId, (ask) =>
        askForExport(ask, session, request.body),
      );
      const [row] = await crm.primary.asTenant(databaseTime, session.tenantId, (ask) =>
        ask<ExportRecord>(oneSql, [id]),
      );
      await (isNew ? handInNew : handIn)(crm, session.tenantId, id);
      return reply.code(202).send(shown(row));
    },
  );

  app.get<{ Params: IdParams }>(
    '/api/exports/:id',
    { schema: { params: idParams } },
    async ({ session, databaseTime, params }): Promise<ExportRow> => {
      const [row] = await crm.database.asTenant(databaseTime, session.tenantId, (ask) =>
        ask<ExportRecord>(oneSql, [params.id]),
      );
      return shown(row);
    },
  );

  app.get<{ Params: IdParams }>(
    '/api/exports/:id/file',
    { schema: { params: idParams } },
    async ({ session, databaseTime, params }, reply) => {
      // of the primary: whoever has just been told that it is done must not hear the opposite from a replica
      const [row] = await crm.primary.asTenant(databaseTime, session.tenantId, (ask) =>
        ask<ExportRecord>(oneSql, [params.id]),
      );
      const location = locationOfFile(row);
      const { stream, bytes } = await openKept(crm.outside.files, location);
      return reply
        .headers({
          'content-type': contentTypes[(row as ExportRecord).format],
          'content-disposition': `attachment; filename="${downloadName(row as ExportRecord)}"`,
          'content-length': bytes,
          'cache-control': 'private, no-store',
          'x-content-type-options': 'nosniff',
        })
        .send(stream);
    },
  );

  scheduleRoutes(app, crm);
}

function shown(row: ExportRecord | undefined): ExportRow {
  if (!row) throw notFound('export');
  const { location: _, ...told } = row;
  return told;
}

function locationOfFile(row: ExportRecord | undefined) {
  if (!row) throw notFound('export');
  if (row.status === 'failed') throw new Fault(409, 'the export failed: ask for another');
  if (row.status === 'queued' || row.status === 'running') throw new Fault(409, 'the export is not done yet');
  const location = row.status === 'done' && row.location !== null ? locationOf(row.location) : null;
  if (location === null) throw new Fault(404, 'the file is not kept any longer');
  return location;
}
