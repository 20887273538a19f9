import { activeCustomers } from '../../active-customers.ts';
import { customerIndex, rowsFor, tenantAt } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import { homeStore, type Skew } from '../../registration.ts';
import { skewedRank } from '../../skew.ts';
import type { Table, Value } from '../../table.ts';
import { dayOfMoment } from '../../time/calendar.ts';
import { momentAt, onlineHours } from '../../time/timeline.ts';
import { peopleOf, phoneNumbers } from '../../values/contacts.ts';
import { hexLower, hexUpper, mixed } from '../../values/hex.ts';
import { epochOf } from '../../words/payloads/iso-time.ts';
import { webhookCallers } from '../../words/payloads/sources.ts';
import type { EventFacts } from '../../words/payloads/webhook-source.ts';
import { storeCity } from '../organisation/stores.ts';

const customerSkew: Skew = { floor: 0.1, power: 2 };
/** What is paid on line, in hundreds of rupees: mostly a few thousand rupees, seldom lakhs. */
const amountSkew = { floor: 0.1, power: 3 } as const;
const leastHundreds = 15;
const hundreds = 3_500;

const failedAfter = 5;

/** Senders deliver at least once: a few events come again under another delivery id and are dropped. */
function statusOf(draw: Draw): 'processed' | 'duplicate' | 'failed' {
  const u = draw.float();
  return u < 0.96 ? 'processed' : u < 0.985 ? 'duplicate' : 'failed';
}

export const webhookEvents: Table = {
  name: 'webhook_events',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    source: 'text',
    event_type: 'text',
    delivery_id: 'text',
    payload: 'json',
    status: 'text',
    attempts: 'smallint',
    received_at: 'moment',
    processed_at: 'moment',
  },
  count: (plan) => rowsFor(plan, 'webhookEvents'),
  rows: (plan) => {
    const stream = plan.stream('webhook_events');
    const count = rowsFor(plan, 'webhookEvents');
    const customerOf = activeCustomers(plan, customerSkew, 1);
    const phoneOf = phoneNumbers(plan);
    const personOf = peopleOf(plan);
    const facts: EventFacts = {
      ...{ draw: stream(0), tenant: '', phone: '', mail: '', name: '', city: '', amountInr: 0, moment: 0 },
      ...{ epoch: 0, deliveryId: '', upperHex: '', lowerHex: '' },
    };
    const row: Value[] = new Array(10).fill(null);
    return (index) => {
      const draw = stream(index);
      const tenant = tenantAt(plan, index);
      const receivedAt = momentAt((index + draw.float()) / count, onlineHours);
      const customer = customerOf(tenant, dayOfMoment(receivedAt), draw);
      const { name, mail } = personOf(customerIndex(plan, tenant, customer), customer);
      const caller = draw.pick(webhookCallers);
      const event = draw.pick(caller.events);
      const unique = mixed(index);
      facts.draw = draw;
      facts.tenant = plan.request.tenants[tenant] as string;
      facts.phone = phoneOf(tenant, customer);
      facts.mail = mail;
      facts.name = name;
      facts.city = storeCity(plan, tenant, homeStore(customer));
      facts.amountInr = 100 * (leastHundreds + skewedRank(draw.float(), hundreds, amountSkew));
      facts.moment = receivedAt;
      facts.epoch = epochOf(receivedAt);
      facts.upperHex = hexUpper(unique);
      facts.lowerHex = hexLower(unique);
      facts.deliveryId = caller.deliveryId(facts);
      const status = statusOf(draw);
      row[0] = index + 1;
      row[1] = tenant + 1;
      row[2] = caller.name;
      row[3] = event;
      row[4] = facts.deliveryId;
      row[5] = caller.payload(event, facts);
      row[6] = status;
      row[7] = status === 'failed' ? failedAfter : draw.chance(0.03) ? 2 : 1;
      row[8] = receivedAt;
      row[9] = status === 'failed' ? null : receivedAt + draw.int(0, 3) + (row[7] === 2 ? 60 : 0);
      return row;
    };
  },
};
