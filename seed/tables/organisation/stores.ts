import { storesPerTenant } from '../../counts.ts';
import { type DatasetPlan, evenTenantAt } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { cities, localities } from '../../vocabulary.ts';

/** City of store `store` (from 0) of a tenant. Tenants of the list's first three names sit in its first three cities. */
export function storeCity(plan: DatasetPlan, tenant: number, store: number): string {
  return cities[(tenant + store * Math.max(3, plan.request.tenants.length)) % cities.length] as string;
}

/** Id of store `store` (from 0) of a tenant. */
export function storeId(plan: DatasetPlan, tenant: number, store: number): number {
  return store * plan.request.tenants.length + tenant + 1;
}

export const stores: Table = {
  name: 'stores',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    name: 'text',
    city: 'text',
  },
  count: (plan) => plan.request.tenants.length * storesPerTenant,
  rows: (plan) => {
    const draw = plan.stream('stores');
    return (index) => {
      const tenant = evenTenantAt(plan, index);
      const city = storeCity(plan, tenant, Math.floor(index / plan.request.tenants.length));
      return [index + 1, tenant + 1, `${city}, ${draw(index).pick(localities)}`, city];
    };
  },
};
