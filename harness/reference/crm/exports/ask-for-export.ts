import type { ExportRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Query } from '../database.ts';
import { Fault } from '../faults.ts';
import type { SessionRecord } from '../sessions.ts';

export type NewExport = Pick<ExportRow, 'kind' | 'format'>;

/** Exports of one user that may be under way at once. */
const mostUnfinished = 5;

/** One request of a user at a time, so that two at once do not both find that there is none yet. */
const lockSql = `select pg_advisory_xact_lock(hashtext('exports'), $1)`;
const unfinishedSql = `
  select id, kind, format, status from exports where staff_id = $1 and status in ('queued', 'running')`;
const insertSql = `
  insert into exports (tenant_id, staff_id, kind, format, status, requested_at)
  values ($1, $2, $3, $4, 'queued', now()) returning id`;

/**
 * Makes an export of the user, to be handed in. Where the user has one of the same kind and format that nobody has begun, it is
 * that one: it will hold all that a second would. Throws a 429 where too many are under way.
 */
export async function askForExport(
  query: Query,
  { tenantId, userId }: Pick<SessionRecord, 'tenantId' | 'userId'>,
  { kind, format }: NewExport,
): Promise<{ id: number; isNew: boolean }> {
  await query(lockSql, [userId]);
  const unfinished = await query<NewExport & { id: number; status: string }>(unfinishedSql, [userId]);
  const waits = unfinished.find(
    (one) => one.kind === kind && one.format === format && one.status === 'queued',
  );
  if (waits) return { id: waits.id, isNew: false };
  if (unfinished.length >= mostUnfinished)
    throw new Fault(429, `you have ${mostUnfinished} exports under way: wait for one to end`);
  const [made] = await query<{ id: number }>(insertSql, [tenantId, userId, kind, format]);
  return { id: (made as { id: number }).id, isNew: true };
}
