import type { Crm } from './crm.ts';
import { noTime, type Query } from './database.ts';

/** Work of a job or a round on the rows of one tenant: one transaction, at the primary, in no request's time. */
export function inTenant<T>(crm: Crm, tenantId: number, work: (query: Query) => Promise<T>): Promise<T> {
  return crm.primary.asTenant(noTime(), tenantId, work);
}
