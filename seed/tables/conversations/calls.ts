import { activeCustomers } from '../../active-customers.ts';
import { customerIndex, rowsFor, tenantAt } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import { homeStore, type Skew } from '../../registration.ts';
import { skewedRank } from '../../skew.ts';
import type { Table, Value } from '../../table.ts';
import { dateText, dayOfMoment } from '../../time/calendar.ts';
import { momentAt, shopHours } from '../../time/timeline.ts';
import { callNotes } from '../../words/call-notes.ts';
import { someoneIn } from '../organisation/staff.ts';

const customerSkew: Skew = { floor: 0.05, power: 3 };

/**
 * How calls end, as often as they do: of outgoing ones a little less than half are answered, of incoming ones most.
 * With nobody speaking a call has no duration.
 */
const outgoing = [
  ...new Array<string>(7).fill('connected'),
  'call-back',
  'not-interested',
  'wrong-number',
  ...new Array<string>(8).fill('no-answer'),
  ...new Array<string>(3).fill('busy'),
  'switched-off',
];
const incoming = [...new Array<string>(8).fill('connected'), 'call-back', 'no-answer'];
const unanswered: ReadonlySet<string> = new Set(['no-answer', 'busy', 'switched-off']);

/** Seconds; the mean of what is said in earnest is near four minutes. */
const longestTalk = 1_500;
const talkSkew = { floor: 0.2, power: 3 } as const;
const shortestRecording = 10;

function talkSeconds(disposition: string, draw: Draw): number {
  if (unanswered.has(disposition)) return 0;
  if (disposition === 'wrong-number') return draw.int(4, 20);
  const talk = 15 + skewedRank(draw.float(), longestTalk, talkSkew);
  return disposition === 'connected' ? talk : Math.min(talk, 90);
}

export const calls: Table = {
  name: 'calls',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    customer_id: 'integer',
    staff_id: 'integer',
    direction: 'text',
    disposition: 'text',
    ring_s: 'smallint',
    duration_s: 'integer',
    recording_url: 'text',
    note: 'text',
    started_at: 'moment',
  },
  count: (plan) => rowsFor(plan, 'calls'),
  rows: (plan) => {
    const stream = plan.stream('calls');
    const count = rowsFor(plan, 'calls');
    const customerOf = activeCustomers(plan, customerSkew, 1);
    const { tenants } = plan.request;
    const row: Value[] = new Array(11).fill(null);
    return (index) => {
      const draw = stream(index);
      const tenant = tenantAt(plan, index);
      const startedAt = momentAt((index + draw.float()) / count, shopHours);
      const day = dayOfMoment(startedAt);
      const customer = customerOf(tenant, day, draw);
      const isOutgoing = draw.chance(0.7);
      const disposition = draw.pick(isOutgoing ? outgoing : incoming);
      const duration = talkSeconds(disposition, draw);
      const isRecorded = duration >= shortestRecording && draw.chance(0.8);
      row[0] = index + 1;
      row[1] = tenant + 1;
      row[2] = customerIndex(plan, tenant, customer) + 1;
      row[3] = someoneIn(plan, tenant, homeStore(customer), draw);
      row[4] = isOutgoing ? 'outgoing' : 'incoming';
      row[5] = disposition;
      row[6] = duration > 0 ? draw.int(2, 22) : draw.int(15, 45);
      row[7] = duration;
      row[8] = isRecorded ? `recordings/${tenants[tenant]}/${dateText(day)}/${index + 1}.mp3` : null;
      row[9] = draw.chance(0.4) ? draw.pick(callNotes[disposition] as readonly string[]) : null;
      row[10] = startedAt;
      return row;
    };
  },
};
