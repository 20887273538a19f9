import type { Crm } from '../crm.ts';
import { workOnAck } from './acks.ts';
import { workOnMessage } from './inbound.ts';
import { keepStatus } from './numbers.ts';

/**
 * Works on one event of WAHA, as its webhook carried it; to be called once the webhook is kept. Bears repeating and any order.
 * What is not understood, or of a session that the tenant does not have, changes nothing. Rejects where the database does not
 * answer: then it is to be called again.
 */
export async function workOnWaha(crm: Crm, tenantId: number, event: unknown): Promise<void> {
  if (!isRecord(event) || !isRecord(event.payload) || typeof event.session !== 'string') return;
  const { session, payload, timestamp } = event;
  if (event.event === 'message') await workOnMessage(crm, tenantId, session, payload);
  if (event.event === 'message.ack') await workOnAck(crm, tenantId, payload);
  if (event.event === 'session.status') await workOnStatus(crm, tenantId, session, payload.status, timestamp);
}

async function workOnStatus(
  crm: Crm,
  tenantId: number,
  session: string,
  status: unknown,
  timestamp: unknown,
): Promise<void> {
  if (typeof status !== 'string' || !/^[A-Z_]{1,40}$/.test(status)) return;
  const epochMs = typeof timestamp === 'number' ? Math.min(timestamp, Date.now()) : Date.now();
  await keepStatus(crm, tenantId, { name: session, status, epochMs });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
