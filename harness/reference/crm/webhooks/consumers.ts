import type { Crm } from '../crm.ts';
import { noTime } from '../database.ts';
import { isUnreachable } from '../faults.ts';
import { inTenant } from '../in-tenant.ts';
import { type Consumer, GiveUp, HoldQueue, Postpone } from '../jobs/job.ts';
import { attempts } from '../jobs/jobs.ts';
import { queues } from '../jobs/names.ts';
import type { Booked } from './booking/booked.ts';
import type { WebhookEvent } from './event.ts';
import { tellBooked } from './tell.ts';
import { book, workers } from './work.ts';

/** Half of the connections that a process has: the rounds and the other queues need some too. */
const atOnce = 5;
/** A database that is away is no fault of the event. */
const databaseAwayMs = 5_000;

const eventSql = `
  select id, source, event_type as "eventType", payload, status, attempts from webhook_events where id = $1
  for update`;
const doneSql = `
  update webhook_events set status = 'processed', processed_at = now(), attempts = attempts + 1, fault = null where id = $1`;
const faultSql = `
  update webhook_events set attempts = attempts + 1, fault = left($2, 300),
    status = case when $3::boolean or attempts + 1 >= $4::integer then 'failed' else status end
  where id = $1 and status <> 'processed' returning status = 'failed' as "isDead"`;

/** Works on webhooks that were kept. */
export async function webhookConsumers(crm: Crm): Promise<Consumer[]> {
  return [
    {
      queue: queues.webhooks,
      concurrency: atOnce,
      handle: ({ data }) => workOn(crm, data.tenantId, Number(data.eventId)),
    },
  ];
}

/** Works on one event, once it is done never again. Rejects as a job does, and notes with the event why. */
export async function workOn(crm: Crm, tenantId: number, eventId: number): Promise<void> {
  try {
    const { booked, left } = await bookOnce(crm, tenantId, eventId);
    if (booked) await tellBooked(crm, tenantId, booked);
    if (left === null) return;
    await workers[left.source]?.(crm, tenantId, left.payload);
    await inTenant(crm, tenantId, (query) => query(doneSql, [eventId]));
  } catch (error) {
    throw await faultOf(crm, tenantId, eventId, error);
  }
}

interface Work {
  /** What was booked now. */
  booked: Booked | null;
  /** The event, where it is work of another kind. */
  left: WebhookEvent | null;
}

/** Booking and event in one transaction: either both or neither, whoever dies in the middle. */
async function bookOnce(crm: Crm, tenantId: number, eventId: number): Promise<Work> {
  const when = { today: await crm.day.today(noTime()), now: await crm.day.now(noTime()) };
  return inTenant(crm, tenantId, async (query): Promise<Work> => {
    // waits for whoever has it, and then sees that it is done
    const [event] = await query<WebhookEvent>(eventSql, [eventId]);
    if (event === undefined || event.status === 'processed') return { booked: null, left: null };
    if (Object.hasOwn(workers, event.source)) return { booked: null, left: event };
    const booked = await book(query, tenantId, event, when);
    await query(doneSql, [eventId]);
    return { booked, left: null };
  });
}

/** What the job is to end with. */
async function faultOf(crm: Crm, tenantId: number, eventId: number, error: unknown): Promise<unknown> {
  if (error instanceof Postpone || error instanceof HoldQueue) return error;
  const away = new Postpone(databaseAwayMs, 'the database or Redis is away');
  if (isUnreachable(error)) return away;
  const reason = error instanceof Error ? error.message : String(error);
  try {
    const values = [eventId, reason.replaceAll('\0', ' '), error instanceof GiveUp, attempts];
    const [noted] = await inTenant(crm, tenantId, (query) => query<{ isDead: boolean }>(faultSql, values));
    return noted?.isDead ? new GiveUp(reason) : error;
  } catch {
    return away;
  }
}
