import type { Crm } from '../crm.ts';
import { queues } from '../jobs/names.ts';

export interface EventKey {
  tenantId: number;
  eventId: number;
}

/** What an event's job is called: handed in twice it is one job. */
export function jobIdOf({ tenantId, eventId }: EventKey): string {
  return `w-${tenantId}-${eventId}`;
}

/** Has events worked on by whichever process takes them. Rejects where Redis is away. */
export function handIn(crm: Crm, events: readonly EventKey[]): Promise<void> {
  return crm.jobs.addMany(
    queues.webhooks,
    events.map((event) => ({ name: 'event', id: jobIdOf(event), data: { ...event } })),
  );
}
