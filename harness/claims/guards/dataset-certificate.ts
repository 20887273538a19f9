import { tenants as levelTenants } from '../../core/level.ts';
import { defineGuard } from '../define-guard.ts';

/** Less data, or data of fewer tenants, is an easier task. */
export default defineGuard({
  id: 'dataset-certificate',
  title: 'The database held the data of the plan',
  direction: 'flatters',
  evidence: ['dataset'],
  bound: `the planned number of customers, spread over ${levelTenants.join(', ')}`,
  likelyCause: 'The database was not seeded for this run, or was changed since.',
  nextStep: 'Seed anew.',
  check({ customers }, { dataset }) {
    const held = new Map(dataset.tenants.map(({ tenant, customers: own }) => [tenant, own]));
    const without = levelTenants.filter((tenant) => !((held.get(tenant) ?? 0) > 0));
    const sum = dataset.tenants.reduce((total, tenant) => total + tenant.customers, 0);
    return {
      passed: dataset.customers === customers && sum === customers && without.length === 0,
      seen:
        `${dataset.customers} of ${customers} customers, ${sum} of them with a tenant` +
        (without.length > 0 ? `; none of ${without.join(', ')}` : ''),
    };
  },
});
