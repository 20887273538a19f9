import { type DatasetPlan, evenTenantAt } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { schemeTerms } from '../../words/trade-words.ts';

/** Id of a tenant's scheme of so many months. */
export function schemeId(plan: DatasetPlan, tenant: number, months: number): number {
  const number = schemeTerms.findIndex((terms) => terms.months === months);
  if (number < 0) throw new Error(`no scheme of ${months} months`);
  return number * plan.request.tenants.length + tenant + 1;
}

export const schemes: Table = {
  name: 'schemes',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    name: 'text',
    months: 'smallint',
    bonus_percent: 'smallint',
    minimum_inr: 'integer',
  },
  count: (plan) => plan.request.tenants.length * schemeTerms.length,
  rows: (plan) => (index) => {
    const terms = schemeTerms[Math.floor(index / plan.request.tenants.length)];
    if (!terms) throw new Error(`no scheme ${index}`);
    const { name, months, bonusPercent, minimumInr } = terms;
    return [index + 1, evenTenantAt(plan, index) + 1, name, months, bonusPercent, minimumInr];
  },
};
