import type { DatasetData } from '../../core/evidence/setup.ts';
import { tenants as levelTenants } from '../../core/level.ts';
import type { DatasetChoice } from '../../core/run-record.ts';
import { formatValue } from '../../core/units.ts';
import { defineGuard } from '../define-guard.ts';

type Planned = NonNullable<DatasetChoice['planned']>;

/** Less data, or data of fewer tenants, is an easier task. */
export default defineGuard({
  id: 'dataset-certificate',
  title: 'The database held the data of the plan',
  direction: 'flatters',
  evidence: ['dataset'],
  bound: `the planned number of customers, dealt to ${levelTenants.join(', ')} in the planned shares, with every planned row of every table, none fewer than usual`,
  likelyCause: 'The database was not seeded for this run, or was changed since.',
  nextStep: 'Seed anew.',
  check({ customers, seed, dataset: { shares, databaseBytes, planned, thinner } }, { dataset }) {
    const held = new Map(dataset.tenants.map(({ tenant, customers: own }) => [tenant, own]));
    const total = shares.reduce((sum, share) => sum + share, 0);
    const off = levelTenants.filter((tenant, at) => {
      const due = (customers * (shares[at] ?? 0)) / total;
      const own = held.get(tenant) ?? 0;
      return own === 0 || Math.abs(own - due) > shares.length;
    });
    const sum = dataset.tenants.reduce((all, tenant) => all + tenant.customers, 0);
    const wrong = planned === null ? [] : differences(planned, seed, dataset);
    const size = formatValue(dataset.databaseBytes, 'bytes');
    return {
      passed:
        dataset.customers === customers &&
        sum === customers &&
        off.length === 0 &&
        wrong.length === 0 &&
        thinner.length === 0 &&
        dataset.databaseBytes >= (databaseBytes ?? 0),
      seen:
        `${dataset.customers} of ${customers} customers, ${sum} of them with a tenant` +
        (off.length > 0 ? `; not the planned share of ${off.join(', ')}` : '') +
        [...wrong, ...thinner].map((what) => `; ${what}`).join('') +
        (databaseBytes === null ? '' : `; ${size} of ${formatValue(databaseBytes, 'bytes')} planned`),
    };
  },
});

/** In what a certificate is not that of the planned data. */
function differences(planned: Planned, seed: number, dataset: DatasetData): string[] {
  const rows = new Map(dataset.tables.map((table) => [table.table, table.rows]));
  return [
    ...(dataset.version === planned.version
      ? []
      : [`version ${dataset.version} instead of ${planned.version}`]),
    ...(dataset.seed === seed ? [] : [`seed ${dataset.seed} instead of ${seed}`]),
    ...Object.entries(planned.rows).flatMap(([table, due]) => {
      const held = rows.get(table) ?? 0;
      return held === due ? [] : [`${held} of ${due} rows of ${table}`];
    }),
  ];
}
