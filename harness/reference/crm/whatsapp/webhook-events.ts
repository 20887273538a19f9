import type { Crm } from '../crm.ts';

/** Not there yet. */
export async function workOnWaha(_crm: Crm, _tenantId: number, _event: unknown): Promise<void> {
  throw new Error('not there');
}
