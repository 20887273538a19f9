import type { DatasetPlan } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import type { Table, Value } from '../../table.ts';
import { type Audience, audiencesOf, recipientAt, recipientCount, sendingAt } from './audiences.ts';

/** How a message of a campaign fared, with WhatsApp's acknowledgement: none for whoever wants no campaigns. */
interface Outcome {
  status: 'read' | 'delivered' | 'sent' | 'failed' | 'skipped';
  ack: number | null;
}

const outcomes: readonly [upTo: number, Outcome][] = [
  [0.58, { status: 'read', ack: 3 }],
  [0.87, { status: 'delivered', ack: 2 }],
  [0.94, { status: 'sent', ack: 1 }],
  [0.97, { status: 'failed', ack: -1 }],
  [1, { status: 'skipped', ack: null }],
];

/** The first thing drawn of a recipient's row. */
function outcomeOf(draw: Draw): Outcome {
  const u = draw.float();
  for (const [upTo, outcome] of outcomes) if (u < upTo) return outcome;
  throw new Error('no outcome');
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
    const stream = plan.stream('campaign_recipients');
    return audiencesOf(plan).map(({ first, size }) => {
      const tally: Tally = { recipients: size, delivered: 0, read: 0, failed: 0 };
      for (let index = first; index < first + size; index++) {
        const { status } = outcomeOf(stream(index));
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
    const stream = plan.stream('campaign_recipients');
    const audiences = audiencesOf(plan);
    const campaignOf = campaignFinder(audiences);
    const row: Value[] = new Array(7).fill(null);
    return (index) => {
      const campaign = campaignOf(index);
      const audience = audiences[campaign] as Audience;
      const place = index - audience.first;
      const draw = stream(index);
      const { status, ack } = outcomeOf(draw);
      row[0] = index + 1;
      row[1] = audience.tenant + 1;
      row[2] = campaign + 1;
      row[3] = recipientAt(plan, audience, place) + 1;
      row[4] = status;
      row[5] = ack;
      row[6] = ack === null ? null : sendingAt(audience, place, draw.float());
      return row;
    };
  },
};
