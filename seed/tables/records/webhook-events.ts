import { activeCustomers } from '../../active-customers.ts';
import { customerIndex, rowsFor, tenantAt } from '../../plan.ts';
import type { Skew } from '../../registration.ts';
import { skewedRank } from '../../skew.ts';
import type { Table, Value } from '../../table.ts';
import { dayOfMoment } from '../../time/calendar.ts';
import { momentAt, onlineHours } from '../../time/timeline.ts';
import { peopleOf, phoneNumbers } from '../../values/contacts.ts';
import { hexLower, hexUpper, mixed } from '../../values/hex.ts';
import { epochOf } from '../../words/payloads/iso-time.ts';
import { webhookCallers } from '../../words/payloads/sources.ts';
import type { EventFacts } from '../../words/payloads/webhook-source.ts';
import { homePlaces } from '../customers/homes.ts';
import { storePlace } from '../organisation/stores.ts';
import { goldRates } from '../trade/gold-rates.ts';

const customerSkew: Skew = { floor: 0.1, power: 2 };
/** What is paid on line, in hundreds of rupees: mostly a few thousand rupees, seldom lakhs. */
const amountSkew = { floor: 0.1, power: 3 } as const;
const leastHundreds = 15;
const hundreds = 3_500;

const failedAfter = 5;

/** Senders deliver at least once; what comes again has a delivery id that is there, so it leaves no row. */
const processedShare = 0.985;

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
    const homeOf = homePlaces(plan);
    const rateOf = goldRates(plan);
    const facts: EventFacts = {
      ...{
        draw: stream(0),
        tenant: '',
        phone: '',
        mail: '',
        name: '',
        place: storePlace(plan, 0, 0),
        amountInr: 0,
        inrPerGram24k: 0,
        moment: 0,
      },
      ...{ epoch: 0, deliveryId: '', upperHex: '', lowerHex: '' },
    };
    const row: Value[] = new Array(10).fill(null);
    return (index) => {
      const draw = stream(index);
      const tenant = tenantAt(plan, index);
      const receivedAt = momentAt((index + draw.float()) / count, onlineHours);
      const day = dayOfMoment(receivedAt);
      const customer = customerOf(tenant, day, draw);
      const customerAt = customerIndex(plan, tenant, customer);
      const { name, mail } = personOf(customerAt, customer);
      const caller = draw.pick(webhookCallers);
      const event = draw.pick(caller.events);
      const unique = mixed(index);
      facts.draw = draw;
      facts.tenant = plan.request.tenants[tenant] as string;
      facts.phone = phoneOf(tenant, customer);
      facts.mail = mail;
      facts.name = name;
      facts.place = homeOf(customerAt, tenant, customer);
      facts.inrPerGram24k = rateOf(tenant, day);
      facts.amountInr = 100 * (leastHundreds + skewedRank(draw.float(), hundreds, amountSkew));
      facts.moment = receivedAt;
      facts.epoch = epochOf(receivedAt);
      facts.upperHex = hexUpper(unique);
      facts.lowerHex = hexLower(unique);
      facts.deliveryId = caller.deliveryId(facts);
      const status = draw.chance(processedShare) ? 'processed' : 'failed';
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
