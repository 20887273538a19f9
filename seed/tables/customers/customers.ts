import { closingSecond, momentOf, openingSecond } from '../../calendar.ts';
import { storesPerTenant } from '../../counts.ts';
import { mobileNumber } from '../../phone.ts';
import { customerIndex, customerNumber, type DatasetPlan, tenantAt } from '../../plan.ts';
import { homeStore, registeredOn } from '../../registration.ts';
import type { Table } from '../../table.ts';
import { interactionHeads, interactions } from '../conversations/interactions.ts';
import { storeCity, storeId } from '../organisation/stores.ts';
import { orderHeads, orders } from '../trade/orders.ts';

/** Before the oldest customer: no visit. */
const never = -(2 ** 30);

/** The day of each customer's last visit or order, by index; four bytes a customer. */
function lastVisits(plan: DatasetPlan): Int32Array {
  const last = new Int32Array(plan.request.customers).fill(never);
  const note = (tenant: number, customer: number, day: number) => {
    const at = customerIndex(plan, tenant, customer);
    if (day > (last[at] ?? 0)) last[at] = day;
  };
  const orderHead = orderHeads(plan);
  for (let index = 0, count = orders.count(plan); index < count; index++) {
    const { tenant, customer, day } = orderHead(index);
    note(tenant, customer, day);
  }
  const interactionHead = interactionHeads(plan);
  for (let index = 0, count = interactions.count(plan); index < count; index++) {
    const { tenant, customer, day, kind } = interactionHead(index);
    if (kind === 'visit') note(tenant, customer, day);
  }
  return last;
}

/** A customer of this half-year is new, one not seen for a year dormant; one in fifteen of the others is a VIP. */
function segmentOf(registered: number, lastVisit: number, u: number): string {
  if (registered > -180) return 'new';
  if (lastVisit < -365) return 'dormant';
  return u < 1 / 15 ? 'vip' : 'regular';
}

export const customers: Table = {
  name: 'customers',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    store_id: 'integer',
    name: 'text',
    phone: 'text',
    email: 'text',
    city: 'text',
    segment: 'text',
    notes: 'text',
    last_visit_on: 'date',
    created_at: 'moment',
  },
  count: (plan) => plan.request.customers,
  rows: (plan) => {
    const stream = plan.stream('customers');
    const visits = lastVisits(plan);
    const phoneOffsets = plan.request.tenants.map((_, t) => plan.stream('phones')(t).int(0, 3_999_999_999));
    return (index) => {
      const tenant = tenantAt(plan, index);
      const number = customerNumber(plan, index);
      const draw = stream(index);
      const given = draw.pick(plan.pools.givenNames);
      const family = draw.pick(plan.pools.familyNames);
      const lastVisit = visits[index] ?? never;
      const registered = registeredOn(plan, tenant, number);
      return [
        index + 1,
        tenant + 1,
        storeId(plan, tenant, homeStore(number)),
        `${given} ${family}`,
        mobileNumber(number, phoneOffsets[tenant] ?? 0),
        draw.chance(0.6) ? emailOf(given, family, number) : null,
        draw.chance(0.75) ? storeCity(plan, tenant, number % storesPerTenant) : draw.pick(plan.pools.towns),
        segmentOf(registered, lastVisit, draw.float()),
        draw.chance(0.4) ? draw.pick(plan.pools.notes.note) : null,
        lastVisit === never ? null : lastVisit,
        momentOf(registered, draw.int(openingSecond, closingSecond - 1)),
      ];
    };
  },
};

function emailOf(given: string, family: string, number: number): string {
  return `${given}.${family}${number}@mail.example`.toLowerCase().replace(/[^a-z0-9.@-]/g, '');
}
