import { closingSecond, momentOf, openingSecond } from '../../calendar.ts';
import { customerIndex, rowsFor, tenantAt } from '../../plan.ts';
import { customerOn, homeStore } from '../../registration.ts';
import { skewedRank } from '../../skew.ts';
import type { Table } from '../../table.ts';
import { someoneIn } from '../organisation/staff.ts';

/** Leads of the last quarter; older ones are in an archive. */
const spanDays = 90;

/** A lead moves on with age: stages by how many days ago it came in, a stage as often as it stands there. */
const recent = ['new', 'new', 'new', 'new', 'contacted', 'contacted', 'contacted', 'visit-booked', 'quoted'];
const older = ['visit-booked', 'quoted', 'won', 'lost'];
const oldest = ['quoted', 'won', 'won', 'won', 'lost', 'lost', 'lost'];

function stagesAt(day: number): readonly string[] {
  if (day < -60) return oldest;
  return day < -21 ? older : recent;
}

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
  },
  count: (plan) => rowsFor(plan, 'leads'),
  rows: (plan) => {
    const stream = plan.stream('leads');
    const count = leads.count(plan);
    return (index) => {
      const tenant = tenantAt(plan, index);
      const draw = stream(index);
      const day = -Math.floor(spanDays * (1 - (index + draw.float()) / count));
      const customer = customerOn(plan, { tenant, day }, { floor: 0.3, power: 2 }, draw);
      // Rupees in thousands: most leads ask for less than a lakh, a few for twenty.
      const thousands = 15 + skewedRank(draw.float(), 2_000, { floor: 0.04, power: 3 });
      return [
        index + 1,
        tenant + 1,
        customerIndex(plan, tenant, customer) + 1,
        someoneIn(plan, tenant, homeStore(customer), draw),
        draw.pick(stagesAt(day)),
        thousands * 1_000,
        momentOf(day, draw.int(openingSecond, closingSecond - 1)),
      ];
    };
  },
};
