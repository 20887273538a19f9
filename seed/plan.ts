import { countOf, type Deal, dealOf, indexOf, numberOf, tenantOf } from '../scenarios/lib/dealing.ts';
import { type Densities, historical, usualDensities } from './densities.ts';
import type { SeedRequest } from './port.ts';
import { type Stream, stream } from './random.ts';
import { createPools, type Pools } from './words/pools.ts';

/** Everything that rows follow from. Pure: the same request and password hash give the same plan. */
export interface DatasetPlan {
  request: SeedRequest;
  pools: Pools;
  /** Hash of every seeded account's password. */
  passwordHash: string;
  /** Who owns what of the things that are dealt to tenants by their shares. */
  deal: Deal;
  /** The random stream of a table. Each call gives one of its own, see `Stream`. */
  stream(name: string): Stream;
  /** What `make` returns, made once a plan: for what several tables need and is not quickly made. */
  once<Made>(name: string, make: () => Made): Made;
}

/** What a plan is made of: plain data, which can be sent to another thread. */
export type PlanParts = Pick<DatasetPlan, 'request' | 'pools' | 'passwordHash'>;

export function createPlan(request: SeedRequest, passwordHash: string): DatasetPlan {
  return planOf({ request, pools: createPools(), passwordHash });
}

/** The plan that parts make up. */
export function planOf({ request, pools, passwordHash }: PlanParts): DatasetPlan {
  const made = new Map<string, unknown>();
  return {
    request,
    pools,
    passwordHash,
    deal: dealOf(sharesOf(request)),
    stream: (name) => stream(request.seed, name),
    once<Made>(name: string, make: () => Made): Made {
      if (!made.has(name)) made.set(name, make());
      return made.get(name) as Made;
    },
  };
}

/** The request's shares, or the same for each tenant. */
function sharesOf({ tenants, shares }: SeedRequest): readonly number[] {
  return shares ?? tenants.map(() => 1);
}

/** How many rows a table has that has `key` rows a customer. */
export function rowsFor({ request }: DatasetPlan, key: keyof Densities): number {
  const perCustomer = request.perCustomer?.[key] ?? usualDensities[key];
  const times = historical.has(key) ? (request.history ?? 1) : 1;
  return Math.round(request.customers * perCustomer * times);
}

/** Number (from 0) of the tenant that row `index` belongs to, of the tables that follow the tenants' shares. */
export function tenantAt(plan: DatasetPlan, index: number): number {
  return tenantOf(plan.deal, index);
}

/** Index in the customers table of customer `number` (from 0) of a tenant. */
export function customerIndex(plan: DatasetPlan, tenant: number, number: number): number {
  return indexOf(plan.deal, tenant, number);
}

/** Number (from 0) within their tenant of the customer at `index` of the customers table: undoes `customerIndex`. */
export function customerNumber(plan: DatasetPlan, index: number): number {
  return numberOf(plan.deal, index);
}

/** How many customers a tenant has. */
export function customerCount(plan: DatasetPlan, tenant: number): number {
  return countOf(plan.deal, tenant, plan.request.customers);
}

/**
 * Number of the tenant that row `index` belongs to, of the tables that have the same number of rows for each tenant:
 * stores, staff, products.
 */
export function evenTenantAt({ request }: DatasetPlan, index: number): number {
  return index % request.tenants.length;
}
