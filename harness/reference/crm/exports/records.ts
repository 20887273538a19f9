import type { ExportRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Query } from '../database.ts';
import { keptDays } from './sweep.ts';

/** An `ExportRow` from `exports e join tenants t`. Expired is what is past its time, whether or not the round has come by. */
export const exportColumns = `
  e.id, t.slug as tenant, e.kind, e.format,
  case when e.status = 'done' and e.expires_at <= now() then 'expired' else e.status end as status,
  e.rows_done as "rowsDone", e.row_count as "rowCount", e.file_bytes as "fileBytes",
  e.requested_at as "requestedAt", e.finished_at as "finishedAt", e.expires_at as "expiresAt"`;

/** The file of one attempt at an export. Whose attempt it is says the location: it is never used again. */
export interface Attempt {
  id: number;
  location: string;
}

/** What is to be exported, and for whom. */
export type Claimed = Pick<ExportRow, 'kind' | 'format'> & { staffId: number; before: string | null };

const findSql = `
  select kind, format, staff_id as "staffId", location as before from exports
  where id = $1 and status in ('queued', 'running', 'failed') for update`;
const claimSql = `
  update exports set status = 'running', rows_done = 0, row_count = null, file_bytes = null, finished_at = null,
    expires_at = null, location = $2
  where id = $1`;
const progressSql = `
  update exports set rows_done = $3 where id = $1 and location = $2 and status = 'running' returning id`;
const finishSql = `
  update exports set status = 'done', rows_done = $3, row_count = $3, file_bytes = $4, finished_at = now(),
    expires_at = now() + make_interval(days => ${keptDays})
  where id = $1 and location = $2 and status = 'running' returning id`;
const failSql = `
  update exports set status = 'failed', finished_at = now(), location = null
  where id = $1 and location is not distinct from $2 and status in ('queued', 'running') returning id`;

/**
 * Takes an export in hand for the attempt that `locationFor` names a place for, and takes it away from an attempt before, whose
 * location is `before`. null where there is nothing to do: it is done, expired or not there.
 */
export async function claim(
  query: Query,
  id: number,
  locationFor: (format: ExportRow['format']) => string,
): Promise<(Claimed & Attempt) | null> {
  const [found] = await query<Claimed>(findSql, [id]);
  if (!found) return null;
  const location = locationFor(found.format);
  await query(claimSql, [id, location]);
  return { ...found, id, location };
}

/** Notes how many rows are written. Whether the export is still this attempt's. */
export async function noteProgress(query: Query, { id, location }: Attempt, rows: number): Promise<boolean> {
  return (await query(progressSql, [id, location, rows])).length > 0;
}

/** Notes that the file is whole and kept. Whether the export was still this attempt's; if not, nothing is changed. */
export async function noteDone(
  query: Query,
  { id, location }: Attempt,
  rows: number,
  bytes: number,
): Promise<boolean> {
  return (await query(finishSql, [id, location, rows, bytes])).length > 0;
}

/** Notes that it failed for good. A location of null is that of an export that nobody has begun. Whether it was so. */
export async function noteFailed(
  query: Query,
  { id, location }: { id: number; location: string | null },
): Promise<boolean> {
  return (await query(failSql, [id, location])).length > 0;
}
