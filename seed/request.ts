import { z } from 'zod';
import { HarnessError } from '../harness/core/errors.ts';
import { countOf, dealOf } from '../scenarios/lib/dealing.ts';
import { type Densities, usualDensities } from './densities.ts';
import type { SeedRequest } from './port.ts';

const mostRows = 2 ** 31 - 1;
const mostPerCustomer = 10_000;

const densityNames = Object.keys(usualDensities) as [keyof Densities, ...(keyof Densities)[]];

const density = z.number().min(0).max(mostPerCustomer);
const densitiesSchema = z.strictObject(
  Object.fromEntries(densityNames.map((name) => [name, density])) as Record<keyof Densities, typeof density>,
);

const schema = z
  .strictObject({
    customers: z.number().int().min(100).max(1_000_000),
    seed: z.number().int().min(0).max(0xffff_ffff),
    tenants: z
      .array(z.string().regex(/^[a-z][a-z0-9-]{0,38}$/, 'must be a lower-case name such as mangatrai'))
      .min(1)
      .max(50)
      .refine((names) => new Set(names).size === names.length, 'must differ from each other'),
    shares: z.array(z.number().int().min(1).max(100)),
    staffPerTenant: z.number().int().min(1).max(5_000),
    perCustomer: densitiesSchema,
    history: z.number().min(0).max(mostPerCustomer),
  })
  .refine(({ shares, tenants }) => shares.length === tenants.length, {
    path: ['shares'],
    message: 'must be as many as tenants',
  })
  .refine(({ customers, shares }) => everyoneHasSome(customers, shares), {
    path: ['shares'],
    message: 'would leave a tenant without customers',
  })
  .refine((request) => largestTable(request) <= mostRows, {
    path: ['customers'],
    message: 'the largest table would have more rows than its ids can number; ask for less history',
  });

function everyoneHasSome(customers: number, shares: readonly number[]): boolean {
  // Wrong shares are told by their own rule.
  if (!shares.every((share) => Number.isInteger(share) && share >= 1 && share <= 100)) return true;
  const deal = dealOf(shares);
  return shares.every((_, tenant) => countOf(deal, tenant, customers) > 0);
}

function largestTable({
  customers,
  perCustomer,
  history,
}: Pick<ResolvedRequest, 'customers' | 'perCustomer' | 'history'>): number {
  return customers * Math.max(...densityNames.map((name) => perCustomer[name])) * Math.max(1, history);
}

/** A request with nothing left open: two requests for the same data are equal. */
export interface ResolvedRequest extends SeedRequest {
  shares: readonly number[];
  perCustomer: Densities;
  history: number;
}

/** The request with all that it leaves open filled in; throws 'usage' with every problem at once where it cannot be seeded. */
export function checkedRequest(request: SeedRequest): ResolvedRequest {
  const parsed = schema.safeParse({
    customers: request.customers,
    seed: request.seed,
    tenants: [...request.tenants],
    shares: [...(request.shares ?? request.tenants.map(() => 1))],
    staffPerTenant: request.staffPerTenant,
    perCustomer: { ...usualDensities, ...withoutUndefined(request.perCustomer ?? {}) },
    history: request.history ?? 1,
  });
  if (parsed.success) return { ...parsed.data, shares: reduced(parsed.data.shares) };
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new HarnessError('usage', `cannot seed this: ${problems.join('; ')}`, {
    hint: 'customers 100 to 1,000,000; seed 0 to 4,294,967,295; 1 to 50 tenants with shares of 1 to 100; 1 to 5,000 staff per tenant',
  });
}

function withoutUndefined(given: Record<string, number | undefined>): Record<string, number | undefined> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** The smallest shares that deal alike: 33, 33, 33 is 1, 1, 1. */
function reduced(shares: readonly number[]): number[] {
  return dealOf(shares).places.map((places) => places.length);
}
