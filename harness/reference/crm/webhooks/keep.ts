import type { Database, DatabaseTime } from '../database.ts';
import { Refused } from './refused.ts';
import type { WebhookSource } from './sources.ts';

export interface NewEvent {
  tenantId: number;
  source: WebhookSource;
  deliveryId: string;
  eventType: string;
  /** JSON as it came: no digit of a number is lost. */
  text: string;
}

export interface KeptEvent {
  id: number;
  /** False where the same delivery came before: that it did is counted with the event. */
  isNew: boolean;
}

/**
 * One statement is one round trip and a transaction of its own. It sets its tenant for itself before a row is made, which the
 * policy then looks at; were it not set yet, the policy would refuse the row.
 */
const keepSql = `
  with tenant as materialized (select set_config('app.tenant_id', $1::integer::text, true))
  insert into webhook_events
    (tenant_id, source, event_type, delivery_id, payload, status, received_at)
  select $1::integer, $2, $3, $4, $5::jsonb, 'received', now() from tenant
  on conflict (tenant_id, source, delivery_id) do update set repeats = webhook_events.repeats + 1
  returning id, repeats = 0 as "isNew"`;

/** Once this returns the event is on the disk. 400 where PostgreSQL cannot keep the text as JSON: it has a NUL, half a character. */
export async function keepEvent(
  database: Database,
  time: DatabaseTime,
  { tenantId, source, eventType, deliveryId, text }: NewEvent,
): Promise<KeptEvent> {
  try {
    const values = [tenantId, source, eventType, deliveryId, text];
    const [row] = await database.bare<KeptEvent>(time, keepSql, values);
    return row as KeptEvent;
  } catch (error) {
    // class 22: what was given is not what the column can hold
    if (String((error as { code?: unknown }).code).startsWith('22'))
      throw new Refused(400, 'body', 'the body cannot be kept as JSON');
    throw error;
  }
}
