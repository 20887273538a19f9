import { customerIndex, rowsFor, tenantAt } from '../../plan.ts';
import { customerOn, homeStore, type Skew } from '../../registration.ts';
import type { Table } from '../../table.ts';
import { closingSecond, momentOf, openingSecond } from '../../time/calendar.ts';
import { appointmentNotes, appointmentPurposes } from '../../words/vocabulary.ts';
import { someoneIn } from '../organisation/staff.ts';
import { storeId } from '../organisation/stores.ts';
import { visitDays } from './visit-days.ts';

/** Appointments lie in the fortnight before and after today. */
const halfSpanDays = 14;
const days = visitDays(-halfSpanDays, halfSpanDays);
const slotSeconds = 15 * 60;
const slots = (closingSecond - openingSecond) / slotSeconds;

function statusOf(day: number, u: number): string {
  if (day >= 0) return u < 0.06 ? 'cancelled' : 'booked';
  return u < 0.78 ? 'kept' : u < 0.9 ? 'missed' : 'cancelled';
}

const customerSkew: Skew = { floor: 0.3, power: 2 };

export const appointments: Table = {
  name: 'appointments',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    store_id: 'integer',
    customer_id: 'integer',
    staff_id: 'integer',
    purpose: 'text',
    status: 'text',
    starts_at: 'moment',
    note: 'text',
  },
  count: (plan) => rowsFor(plan, 'appointments'),
  rows: (plan) => {
    const stream = plan.stream('appointments');
    return (index) => {
      const tenant = tenantAt(plan, index);
      const draw = stream(index);
      const day = draw.pick(days);
      const booked = { tenant, day: Math.min(day, 0) - halfSpanDays };
      const customer = customerOn(plan, booked, customerSkew, draw);
      const store = homeStore(customer);
      return [
        index + 1,
        tenant + 1,
        storeId(plan, tenant, store),
        customerIndex(plan, tenant, customer) + 1,
        someoneIn(plan, tenant, store, draw),
        draw.pick(appointmentPurposes),
        statusOf(day, draw.float()),
        momentOf(day, openingSecond + slotSeconds * draw.int(0, slots - 1)),
        draw.chance(0.3) ? draw.pick(appointmentNotes) : null,
      ];
    };
  },
};
