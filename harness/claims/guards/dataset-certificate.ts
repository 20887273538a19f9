import { tenants as levelTenants } from '../../core/level.ts';
import { formatValue } from '../../core/units.ts';
import { defineGuard } from '../define-guard.ts';

/** Less data, or data of fewer tenants, is an easier task. */
export default defineGuard({
  id: 'dataset-certificate',
  title: 'The database held the data of the plan',
  direction: 'flatters',
  evidence: ['dataset'],
  bound: `the planned number of customers, dealt to ${levelTenants.join(', ')} in the planned shares`,
  likelyCause: 'The database was not seeded for this run, or was changed since.',
  nextStep: 'Seed anew.',
  check({ customers, dataset: { shares, databaseBytes } }, { dataset }) {
    const held = new Map(dataset.tenants.map(({ tenant, customers: own }) => [tenant, own]));
    const total = shares.reduce((sum, share) => sum + share, 0);
    const off = levelTenants.filter((tenant, at) => {
      const due = (customers * (shares[at] ?? 0)) / total;
      const own = held.get(tenant) ?? 0;
      return own === 0 || Math.abs(own - due) > shares.length;
    });
    const sum = dataset.tenants.reduce((all, tenant) => all + tenant.customers, 0);
    const size = formatValue(dataset.databaseBytes, 'bytes');
    return {
      passed:
        dataset.customers === customers &&
        sum === customers &&
        off.length === 0 &&
        dataset.databaseBytes >= (databaseBytes ?? 0),
      seen:
        `${dataset.customers} of ${customers} customers, ${sum} of them with a tenant` +
        (off.length > 0 ? `; not the planned share of ${off.join(', ')}` : '') +
        (databaseBytes === null ? '' : `; ${size} of ${formatValue(databaseBytes, 'bytes')} planned`),
    };
  },
});
