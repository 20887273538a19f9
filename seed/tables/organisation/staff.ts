import { personaOf, staffEmail } from '../../../scenarios/lib/staff.ts';
import { storesPerTenant } from '../../counts.ts';
import { type DatasetPlan, evenTenantAt } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import type { Table } from '../../table.ts';
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

export const staff: Table = {
  name: 'staff',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    store_id: 'integer',
    email: 'text',
    name: 'text',
    persona: 'text',
    password_hash: 'text',
  },
  count: (plan) => plan.request.tenants.length * plan.request.staffPerTenant,
  rows: (plan) => {
    const stream = plan.stream('staff');
    return (index) => {
      const tenant = evenTenantAt(plan, index);
      const number = Math.floor(index / plan.request.tenants.length);
      const draw = stream(index);
      return [
        index + 1,
        tenant + 1,
        storeId(plan, tenant, number % storesPerTenant),
        staffEmail(plan.request.tenants[tenant] as string, number),
        `${draw.pick(plan.pools.givenNames)} ${draw.pick(plan.pools.familyNames)}`,
        personaOf(number),
        plan.passwordHash,
      ];
    };
  },
};
