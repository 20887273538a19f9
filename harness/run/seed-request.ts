import { staffNeeded } from '../../scenarios/lib/staff.ts';
import type { SeedRequest } from '../../seed/port.ts';
import { checkedRequest, type ResolvedRequest } from '../../seed/request.ts';
import { tenants } from '../core/level.ts';
import type { RunSpec } from '../core/run-record.ts';

/** Accounts come in steps of so many, so that runs with other numbers of users share a dataset. */
const STAFF_STEP = 50;

/** Staff accounts of each tenant for so many users. */
export function staffOf(users: number): number {
  return Math.ceil(staffNeeded(users, tenants.length) / STAFF_STEP) * STAFF_STEP;
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
    staffPerTenant: staffOf(spec.users),
    perCustomer: perCustomer as SeedRequest['perCustomer'],
    history,
  });
}
