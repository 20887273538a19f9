import type { Crm } from '../crm.ts';
import type { JobRequest } from '../jobs/job.ts';
import { queues } from '../jobs/names.ts';

export interface EventKey {
  tenantId: number;
  eventId: number;
}

/** The job that works on an event: handed in twice it is one job. */
function jobOf({ tenantId, eventId }: EventKey): JobRequest {
  return { name: 'event', id: `w-${tenantId}-${eventId}`, data: { tenantId, eventId } };
}

/** Has an event that has just come worked on by whichever process takes it. Rejects where Redis is away. */
export function handIn(crm: Crm, event: EventKey): Promise<void> {
  return crm.jobs.addMany(queues.webhooks, [jobOf(event)]);
}

/** The same for those that wait for long, also where consumers died with one: its dead letter would stand in the way. */
export function handInAgain(crm: Crm, events: readonly EventKey[]): Promise<void> {
  return crm.jobs.addAfresh(queues.webhooks, events.map(jobOf));
}
