import type { CallRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Crm } from '../crm.ts';

/** Columns of a `CallRow`, of `calls c` and `tenants t`. */
export const callColumns = `
  c.id, t.slug as tenant, c.customer_id as "customerId", c.direction, c.status, c.disposition, c.duration_s as "durationS",
  c.recording_url is not null as "hasRecording", c.note, c.started_at as "startedAt"`;

/** A disposition as long as nobody has said how the call went: under way, and of one that nobody answered. */
export const openDisposition = 'open';
/** A disposition of calls that were given up because nothing was heard of them: their end may still be told. */
export const lostDisposition = 'not-heard-of';

/** Tells whoever called, or is called, how far the call is; that a browser may not hear it is no reason to fail. */
export async function tellCall(
  crm: Crm,
  tenantId: number,
  staffId: number,
  { id, status }: Pick<CallRow, 'id' | 'status'>,
): Promise<void> {
  await crm.live.tell(tenantId, { userId: staffId }, { type: 'call', callId: id, status }).catch(() => {});
}
