import { customerIndex, rowsFor, tenantAt } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import { customerOn, homeStore, type Skew } from '../../registration.ts';
import { skewedRank } from '../../skew.ts';
import type { Table } from '../../table.ts';
import { closingSecond, momentOf, openingSecond } from '../../time/calendar.ts';
import { leadSources, lostReasons } from '../../words/vocabulary.ts';
import { someoneIn } from '../organisation/staff.ts';
import type { Stage } from './pipeline-stages.ts';
import { visitDays } from './visit-days.ts';

/** Leads of the last quarter; older ones are in an archive. */
const days = visitDays(-90, 0);

/** A lead moves on with age: stages by how many days ago it came in, a stage as often as it stands there. */
const recent: readonly Stage[] = [
  'new',
  'new',
  'new',
  'new',
  'contacted',
  'contacted',
  'contacted',
  'visit-booked',
  'quoted',
];
const older: readonly Stage[] = ['visit-booked', 'quoted', 'won', 'lost'];
const oldest: readonly Stage[] = ['quoted', 'won', 'won', 'won', 'lost', 'lost', 'lost'];

function stagesAt(day: number): readonly Stage[] {
  if (day < -60) return oldest;
  return day < -21 ? older : recent;
}

/** The day on which an order is hoped for: of a lead still open it lies ahead, or was missed by little. */
function expectedOn(day: number, stage: Stage, draw: Draw): number {
  const hoped = day + draw.int(7, 75);
  const isOpen = stage !== 'won' && stage !== 'lost';
  return isOpen ? Math.max(hoped, draw.int(-10, 30)) : hoped;
}

const customerSkew: Skew = { floor: 0.3, power: 2 };
/** Most leads ask for less than a lakh, a few for twenty. */
const valueSkew: Skew = { floor: 0.04, power: 3 };

export const leads: Table = {
  name: 'leads',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    customer_id: 'integer',
    staff_id: 'integer',
    stage: 'text',
    value_inr: 'bigint',
    created_at: 'moment',
    source: 'text',
    expected_on: 'date',
    lost_reason: 'text',
  },
  count: (plan) => rowsFor(plan, 'leads'),
  rows: (plan) => {
    const stream = plan.stream('leads');
    const count = leads.count(plan);
    return (index) => {
      const tenant = tenantAt(plan, index);
      const draw = stream(index);
      const day = days[Math.floor(((index + draw.float()) / count) * days.length)] as number;
      const customer = customerOn(plan, { tenant, day }, customerSkew, draw);
      const staff = someoneIn(plan, tenant, homeStore(customer), draw);
      const stage = draw.pick(stagesAt(day));
      return [
        index + 1,
        tenant + 1,
        customerIndex(plan, tenant, customer) + 1,
        staff,
        stage,
        (15 + skewedRank(draw.float(), 2_000, valueSkew)) * 1_000,
        momentOf(day, draw.int(openingSecond, closingSecond - 1)),
        draw.pick(leadSources),
        draw.chance(0.8) ? expectedOn(day, stage, draw) : null,
        stage === 'lost' ? draw.pick(lostReasons) : null,
      ];
    };
  },
};
