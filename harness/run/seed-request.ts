import { staffNeeded } from '../../scenarios/lib/staff.ts';
import { type Densities, usualDensities } from '../../seed/densities.ts';
import { createPlan } from '../../seed/plan.ts';
import type { SeedRequest } from '../../seed/port.ts';
import { checkedRequest, type ResolvedRequest } from '../../seed/request.ts';
import { tables } from '../../seed/tables/all.ts';
import { datasetVersion } from '../../seed/version.ts';
import { tenants } from '../core/level.ts';
import type { DatasetChoice, RunSpec } from '../core/run-record.ts';

/** Accounts come in steps of so many, so that runs with other numbers of users share a dataset. */
const STAFF_STEP = 50;

/** Staff accounts of each tenant for so many users, dealt in these shares. */
export function staffOf(users: number, shares: readonly number[]): number {
  return Math.ceil(staffNeeded(users, shares) / STAFF_STEP) * STAFF_STEP;
}

/** What a run's database is seeded with: the data that its specification names, with an account for each of its users. */
export function seedRequestOf(
  spec: Pick<RunSpec, 'customers' | 'seed' | 'users' | 'dataset'>,
): ResolvedRequest {
  const { shares, perCustomer, history } = spec.dataset;
  return checkedRequest({
    customers: spec.customers,
    seed: spec.seed,
    tenants,
    shares,
    staffPerTenant: staffOf(spec.users, shares),
    perCustomer: perCustomer as SeedRequest['perCustomer'],
    history,
  });
}

/** Edition and rows of the data that a request makes, and in what they are less than usual: known before any is made. */
export function planned(request: ResolvedRequest): Pick<DatasetChoice, 'planned' | 'thinner'> {
  const plan = createPlan(request, '');
  const rows = Object.fromEntries(tables.map((table) => [table.name, table.count(plan)]));
  const names = Object.keys(usualDensities) as (keyof Densities)[];
  const fewer = names.filter((name) => request.perCustomer[name] < usualDensities[name]);
  return {
    planned: { version: datasetVersion, rows },
    thinner: [
      ...fewer.map(
        (name) => `${request.perCustomer[name]} ${name} a customer instead of ${usualDensities[name]}`,
      ),
      ...(request.history < 1 ? [`${request.history} of the usual history`] : []),
    ],
  };
}
