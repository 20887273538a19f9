import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Crm } from '../crm.ts';
import type { DatabaseTime } from '../database.ts';
import { readBody, requireJson } from './body.ts';
import { handIn } from './hand-in.ts';
import { keepEvent } from './keep.ts';
import type { Outcome } from './ledger.ts';
import { Refused } from './refused.ts';
import type { Sender } from './sender.ts';
import { sendersOf, sharedSecret } from './senders/all.ts';
import { isPing } from './senders/woocommerce.ts';
import { isWebhookSource, type WebhookSource } from './sources.ts';

/** A request as far as it matters here. */
interface Incoming {
  /** Words of the address. */
  tenant: string;
  source: string;
  headers: IncomingHttpHeaders;
  raw: Buffer;
}

/** Takes webhooks: what it returns may be answered with 200. Throws `Refused`, or what the database throws. */
export type Intake = (time: DatabaseTime, incoming: Incoming) => Promise<Outcome>;

export function createIntake(crm: Crm): Intake {
  const senders = sendersOf(crm.outside);
  return async (time, { tenant, source, headers, raw }) => {
    // both are looked at in any case: of an address that is none it is not said which of its words is wrong
    const tenantId = await crm.tenants.idOf(tenant);
    if (tenantId === null || !isWebhookSource(source)) throw unknownAddress();
    if (source === 'woocommerce' && isPing(headers['content-type'], raw)) return 'ping';
    const sender = senders.get(source) as Sender;
    await sender.check(
      { headers, raw, tenant, nowMs: Date.now() },
      sharedSecret(crm.outside, tenant, source),
    );
    requireJson(headers['content-type'], headers['content-encoding']);
    const { text, body } = readBody(raw);
    const deliveryId = sender.deliveryId(headers, body) ?? createHash('sha256').update(raw).digest('hex');
    const eventType = sender.eventType(headers, body) ?? 'unknown';
    const event = { tenantId, source, deliveryId, eventType: printable(eventType), text };
    const { id, isNew } = await keepEvent(crm.primary, time, event);
    if (!isNew) return 'repeated';
    // Nobody waits for it: the event is kept, and where Redis is away the round hands it in.
    handIn(crm, { tenantId, eventId: id }).catch(() => {});
    return 'accepted';
  };
}

/**
 * The same for a tenant and a source that are not there. An address that is one answers 401 to whoever has no signature, so
 * names of tenants can be found by trying; they are no secret, and open nothing.
 */
const unknownAddress = () => new Refused(404, 'address', 'no such address');

/** A NUL cannot be kept in a text of PostgreSQL. */
function printable(text: string): string {
  return text.replaceAll('\0', ' ');
}

/** What the ledger names a source by: nothing that a caller made up. */
export function countedSource(source: string): WebhookSource | 'unknown' {
  return isWebhookSource(source) ? source : 'unknown';
}
