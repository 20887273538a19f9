import type { Crm } from '../crm.ts';
import { inTenant } from '../in-tenant.ts';
import { queues } from '../jobs/names.ts';
import type { Round } from '../jobs/rounds.ts';
import { log } from '../log.ts';
import { removeKept } from './kept-files.ts';
import { locationOf } from './names.ts';
import { handIn, jobIdOf } from './queued.ts';
import { noteFailed } from './records.ts';
import { makeDue } from './schedules.ts';

/** Rows that a round deals with each time, for each tenant; the rest comes round again. */
const rowsAtOnce = 200;

/** First the row says so, so that nobody is offered a file that is about to go; its location is forgotten once the file is gone. */
const expireSql = `
  update exports set status = 'expired'
  where id in (
    select id from exports where status = 'done' and expires_at <= now() order by id limit ${rowsAtOnce} for update skip locked
  )`;
const expiredSql = `
  select id, location from exports where status = 'expired' and location is not null order by id limit ${rowsAtOnce}`;
const forgottenSql = 'update exports set location = null where id = $1';
/** What was just asked for is about to be handed in by whoever took the request. */
const unfinishedSql = `
  select id, location from exports
  where status in ('queued', 'running') and requested_at < now() - interval '10 seconds'
  order by id limit ${rowsAtOnce}`;

interface Found {
  id: number;
  location: string | null;
}

/** Expires files and deletes them. One that cannot be deleted now is tried again when it comes round. */
export async function expireFiles(crm: Crm): Promise<void> {
  for (const { id: tenantId } of await crm.tenants.all()) {
    await inTenant(crm, tenantId, (query) => query(expireSql));
    const expired = await inTenant(crm, tenantId, (query) => query<Found>(expiredSql));
    for (const { id, location } of expired) {
      const kept = locationOf(location as string);
      if (kept !== null) await removeKept(crm.outside.files, kept);
      await inTenant(crm, tenantId, (query) => query(forgottenSql, [id]));
    }
  }
}

/** Hands in again the exports whose job is gone, as when Redis lost its last second; those whose job is a dead letter failed. */
export async function takeUpLost(crm: Crm): Promise<void> {
  const queue = crm.jobs.queue(queues.exports);
  for (const { id: tenantId } of await crm.tenants.all()) {
    const unfinished = await inTenant(crm, tenantId, (query) => query<Found>(unfinishedSql));
    for (const one of unfinished) {
      const state = await queue.getJobState(jobIdOf(tenantId, one.id));
      if (state === 'unknown') await handIn(crm, tenantId, one.id);
      if (state !== 'failed') continue;
      if (!(await inTenant(crm, tenantId, (query) => noteFailed(query, one)))) continue;
      log(`export ${tenantId}/${one.id} failed: its job is a dead letter`);
      const left = one.location === null ? null : locationOf(one.location);
      if (left !== null) await removeKept(crm.outside.files, left).catch(() => {});
    }
  }
}

const everyMs = 15_000;

/** What comes round: exports that are due, files that expire, exports that were lost. */
export const exportRounds: readonly Round[] = [
  { name: 'export-schedules', everyMs, run: makeDue },
  { name: 'export-expiry', everyMs: 60_000, run: expireFiles },
  { name: 'export-lost', everyMs, run: takeUpLost },
];
