import type { Table } from '../../table.ts';
import { gstinOf } from '../../values/tax-numbers.ts';
import { legalPerson, tenantName } from './legal-person.ts';
import { storePlace } from './stores.ts';

export const tenants: Table = {
  name: 'tenants',
  columns: {
    id: 'integer',
    slug: 'text',
    name: 'text',
    legal_name: 'text',
    pan: 'text',
    gstin: 'text',
    home_state: 'text',
  },
  count: (plan) => plan.request.tenants.length,
  rows: (plan) => (index) => {
    const { legalName, pan } = legalPerson(plan, index);
    const { stateCode, state } = storePlace(plan, index, 0);
    return [
      index + 1,
      plan.request.tenants[index] as string,
      `${tenantName(plan, index)} Jewellers`,
      legalName,
      pan,
      gstinOf(stateCode, pan),
      state,
    ];
  },
};
