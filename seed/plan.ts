import { customersOf } from './counts.ts';
import { createPools, type Pools } from './pools.ts';
import type { SeedRequest } from './port.ts';
import { type Stream, stream } from './random.ts';

/** Everything that rows follow from. Pure: the same request and password hash give the same plan. */
export interface DatasetPlan {
  request: SeedRequest;
  pools: Pools;
  /** Hash of every seeded account's password. */
  passwordHash: string;
  /** The random stream of a table. */
  stream(table: string): Stream;
}

export function createPlan(request: SeedRequest, passwordHash: string): DatasetPlan {
  return {
    request,
    pools: createPools(),
    passwordHash,
    stream: (table) => stream(request.seed, table),
  };
}

/** Number (from 0) of the tenant that row `index` of any table belongs to: tenants take turns. */
export function tenantAt(plan: DatasetPlan, index: number): number {
  return index % plan.request.tenants.length;
}

/** Index in the customers table of customer `number` (from 0) of a tenant. */
export function customerIndex(plan: DatasetPlan, tenant: number, number: number): number {
  return number * plan.request.tenants.length + tenant;
}

/** How many customers a tenant has. */
export function customerCount(plan: DatasetPlan, tenant: number): number {
  return customersOf(tenant, plan.request);
}
