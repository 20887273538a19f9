import type { Crm } from '../crm.ts';
import { queues } from '../jobs/names.ts';

/** Id of an export's job: one at a time. */
export function jobIdOf(tenantId: number, exportId: number): string {
  return `export-${tenantId}-${exportId}`;
}

/** Hands in the job of an export. Where that fails the round does it later, so nobody need be told. */
export async function handIn(crm: Crm, tenantId: number, exportId: number): Promise<void> {
  const id = jobIdOf(tenantId, exportId);
  await crm.jobs.add(queues.exports, { name: 'export', id, data: { tenantId, exportId } }).catch(() => {});
}

/** The same for an export that was just made: a job of its id can only be left from a database that was seeded anew since. */
export async function handInNew(crm: Crm, tenantId: number, exportId: number): Promise<void> {
  await crm.jobs.remove(queues.exports, [jobIdOf(tenantId, exportId)]).catch(() => {});
  await handIn(crm, tenantId, exportId);
}
