import { customerIndex, type DatasetPlan, rowsFor, tenantAt } from '../../plan.ts';
import { customerOn, homeStore, type Skew } from '../../registration.ts';
import type { Table } from '../../table.ts';
import { closingSecond, momentOf, openingSecond } from '../../time/calendar.ts';
import { tradingDay } from '../../time/season.ts';
import type { InteractionKind } from '../../words/pools.ts';
import { someoneIn } from '../organisation/staff.ts';

/** Calls and messages are what a CRM is full of; a tenth of the entries are visits. */
const kindsDrawn: readonly InteractionKind[] = [
  'call',
  'call',
  'call',
  'whatsapp',
  'whatsapp',
  'whatsapp',
  'whatsapp',
  'note',
  'note',
  'visit',
];

/** The busiest customer has about fifty times the mean, a few hundred entries; many have one or none. */
const customerSkew: Skew = { floor: 0.02, power: 3 };

/** When, with whom and how interaction `index` was: the cheap part of it. */
export function interactionHeads(plan: DatasetPlan) {
  const stream = plan.stream('interactions');
  const count = interactions.count(plan);
  return (index: number) => {
    const draw = stream(index);
    const tenant = tenantAt(plan, index);
    const day = tradingDay((index + draw.float()) / count);
    const customer = customerOn(plan, { tenant, day }, customerSkew, draw);
    return { tenant, customer, day, kind: draw.pick(kindsDrawn), draw };
  };
}

export const interactions: Table = {
  name: 'interactions',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    customer_id: 'integer',
    staff_id: 'integer',
    kind: 'text',
    note: 'text',
    happened_at: 'moment',
  },
  count: (plan) => rowsFor(plan, 'interactions'),
  rows: (plan) => {
    const headOf = interactionHeads(plan);
    return (index) => {
      const { tenant, customer, day, kind, draw } = headOf(index);
      return [
        index + 1,
        tenant + 1,
        customerIndex(plan, tenant, customer) + 1,
        someoneIn(plan, tenant, homeStore(customer), draw),
        kind,
        draw.pick(plan.pools.notes[kind]),
        momentOf(day, draw.int(openingSecond, closingSecond - 1)),
      ];
    };
  },
};
