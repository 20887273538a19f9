import { type DatasetPlan, evenTenantAt } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { customerTagNames } from '../../words/vocabulary.ts';

/** Id of tag `tag` (from 0, the most usual first) of a tenant. */
export function tagId(plan: DatasetPlan, tenant: number, tag: number): number {
  return tag * plan.request.tenants.length + tenant + 1;
}

/** Each tenant has the same tags. */
export const tags: Table = {
  name: 'tags',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    name: 'text',
  },
  count: (plan) => plan.request.tenants.length * customerTagNames.length,
  rows: (plan) => (index) => [
    index + 1,
    evenTenantAt(plan, index) + 1,
    customerTagNames[Math.floor(index / plan.request.tenants.length)] as string,
  ],
};
