import { personaOf, staffEmail } from '../../../scenarios/lib/staff.ts';
import { storesPerTenant } from '../../counts.ts';
import { type DatasetPlan, evenTenantAt } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import type { Table } from '../../table.ts';
import { historyDays, oldestCustomerDays } from '../../time/calendar.ts';
import { largestOffset, mobileNumber } from '../../values/phone.ts';
import { roleId } from './roles.ts';
import { storeId } from './stores.ts';

/** Id of staff member `number` (from 0) of a tenant. */
export function staffId(plan: DatasetPlan, tenant: number, number: number): number {
  return number * plan.request.tenants.length + tenant + 1;
}

/** Id of somebody who works in store `store` of the tenant, or anybody of the tenant where nobody works there. */
export function someoneIn(plan: DatasetPlan, tenant: number, store: number, draw: Draw): number {
  const staffCount = plan.request.staffPerTenant;
  if (store >= staffCount) return staffId(plan, tenant, draw.int(0, staffCount - 1));
  const others = Math.floor((staffCount - 1 - store) / storesPerTenant);
  return staffId(plan, tenant, store + storesPerTenant * draw.int(0, others));
}

/** Gives the id of somebody who serves customers at the counter of a store (from 0) of the tenant. */
export type Counter = (tenant: number, store: number, draw: Draw) => number;

/** Those of a store who serve at its counter; else those of the tenant, and anybody where there are none. */
export function counterStaff(plan: DatasetPlan): Counter {
  const numbers: number[] = [];
  for (let number = 0; number < plan.request.staffPerTenant; number++) numbers.push(number);
  const serving = numbers.filter((number) => personaOf(number) !== 'telecaller');
  const perStore: (readonly number[])[] = [];
  for (let store = 0; store < storesPerTenant; store++) {
    const here = serving.filter((number) => number % storesPerTenant === store);
    perStore.push([here, serving, numbers].find(({ length }) => length > 0) ?? []);
  }
  return (tenant, store, draw) => staffId(plan, tenant, draw.pick(perStore[store] as readonly number[]));
}

/** The first store manager; with fewer accounts than that the owner has none. */
const ownerNumber = firstManager();

function firstManager(): number {
  let number = 0;
  while (personaOf(number) !== 'store-manager') number++;
  return number;
}

/** All were there before the history begins, in which they appear from its first day. */
const earliestDay = -oldestCustomerDays;
const latestDay = -historyDays - 30;

export const staff: Table = {
  name: 'staff',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    store_id: 'integer',
    role_id: 'integer',
    email: 'text',
    name: 'text',
    persona: 'text',
    password_hash: 'text',
    phone: 'text',
    joined_on: 'date',
    active: 'boolean',
  },
  count: (plan) => plan.request.tenants.length * plan.request.staffPerTenant,
  rows: (plan) => {
    const stream = plan.stream('staff');
    const phoneOffset = plan.stream('phones/staff')(0).int(0, largestOffset);
    return (index) => {
      const tenant = evenTenantAt(plan, index);
      const number = Math.floor(index / plan.request.tenants.length);
      const draw = stream(index);
      const persona = personaOf(number);
      return [
        index + 1,
        tenant + 1,
        storeId(plan, tenant, number % storesPerTenant),
        roleId(plan, tenant, persona, number === ownerNumber),
        staffEmail(plan.request.tenants[tenant] as string, number),
        `${draw.pick(plan.pools.givenNames)} ${draw.pick(plan.pools.familyNames)}`,
        persona,
        plan.passwordHash,
        mobileNumber(index, phoneOffset),
        draw.int(earliestDay, latestDay),
        // Each account may be a user of the load.
        true,
      ];
    };
  },
};
