import type { DatasetPlan } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import type { Table, Value } from '../../table.ts';
import { consents } from '../customers/consent.ts';
import { type Audience, audiencesOf, recipientAt, recipientCount, sendingAt } from './audiences.ts';

/** How a message of a campaign fared, with WhatsApp's acknowledgement: none for whoever wants no campaigns. */
interface Outcome {
  status: 'read' | 'delivered' | 'sent' | 'failed' | 'skipped';
  ack: number | null;
}

const outcomes: readonly [upTo: number, Outcome][] = [
  [0.6, { status: 'read', ack: 3 }],
  [0.9, { status: 'delivered', ack: 2 }],
  [0.97, { status: 'sent', ack: 1 }],
  [1, { status: 'failed', ack: -1 }],
];
const skipped: Outcome = { status: 'skipped', ack: null };

function outcomeOf(draw: Draw): Outcome {
  const u = draw.float();
  for (const [upTo, outcome] of outcomes) if (u < upTo) return outcome;
  throw new Error('no outcome');
}

/** Whom a message of a campaign was for, how it fared and when its turn was. */
interface Message {
  /** Index in the customers table. */
  customer: number;
  moment: number;
  outcome: Outcome;
}

/**
 * A function that gives what became of the message to recipient `place` of an audience: whoever had not agreed to
 * advertisement on WhatsApp by its turn is skipped. The same object is filled anew for each.
 */
function messages(plan: DatasetPlan): (audience: Audience, place: number) => Readonly<Message> {
  const stream = plan.stream('campaign_recipients');
  const consentOf = consents(plan);
  const message: Message = { customer: 0, moment: 0, outcome: skipped };
  return (audience, place) => {
    const draw = stream(audience.first + place);
    message.customer = recipientAt(plan, audience, place);
    message.moment = sendingAt(audience, place, draw.float());
    const { whatsapp, marketing, since } = consentOf(message.customer);
    const wanted = whatsapp && marketing && (since ?? 0) <= message.moment;
    message.outcome = wanted ? outcomeOf(draw) : skipped;
    return message;
  };
}

/** How many messages of a campaign fared how. */
export interface Tally {
  recipients: number;
  /** That arrived, read or not. */
  delivered: number;
  read: number;
  failed: number;
}

/** The tallies of the sent campaigns, by index: what their rows among the recipients count to. */
export function talliesOf(plan: DatasetPlan): readonly Tally[] {
  return plan.once('campaign-tallies', () => {
    const messageOf = messages(plan);
    return audiencesOf(plan).map((audience) => {
      const tally: Tally = { recipients: audience.size, delivered: 0, read: 0, failed: 0 };
      for (let place = 0; place < audience.size; place++) {
        const { status } = messageOf(audience, place).outcome;
        if (status === 'read') tally.read++;
        if (status === 'read' || status === 'delivered') tally.delivered++;
        if (status === 'failed') tally.failed++;
      }
      return tally;
    });
  });
}

/** A function that gives the index of the campaign whose recipient row `index` is. */
function campaignFinder(audiences: readonly Audience[]): (index: number) => number {
  let at = 0;
  return (index) => {
    // Rows are mostly asked for in order, so it is this one again or the next.
    if ((audiences[at]?.first ?? 0) > index) at = 0;
    for (;;) {
      const { first, size } = audiences[at] as Audience;
      if (index < first + size) return at;
      at++;
    }
  };
}

export const campaignRecipients: Table = {
  name: 'campaign_recipients',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    campaign_id: 'integer',
    customer_id: 'integer',
    status: 'text',
    ack: 'smallint',
    sent_at: 'moment',
  },
  count: recipientCount,
  rows: (plan) => {
    const messageOf = messages(plan);
    const audiences = audiencesOf(plan);
    const campaignOf = campaignFinder(audiences);
    const row: Value[] = new Array(7).fill(null);
    return (index) => {
      const campaign = campaignOf(index);
      const audience = audiences[campaign] as Audience;
      const { customer, moment, outcome } = messageOf(audience, index - audience.first);
      row[0] = index + 1;
      row[1] = audience.tenant + 1;
      row[2] = campaign + 1;
      row[3] = customer + 1;
      row[4] = outcome.status;
      row[5] = outcome.ack;
      row[6] = outcome === skipped ? null : moment;
      return row;
    };
  },
};
