import { dealOf } from '../lib/dealing.ts';
import type { Viewer } from '../lib/ownership.ts';
import type { Identity } from '../lib/user.ts';

/** What tests take for the seeded data: three tenants with more customers each than any page that is asked for. */
export const madeUpTenants: readonly string[] = ['mangatrai', 'sarkar', 'zinzuwadia'];
export const MADE_UP_CUSTOMERS = 1650;

/** A session of tenant `tenantNumber` over the made-up data. */
export function madeUpViewer(tenantNumber = 0): Viewer {
  return {
    tenant: madeUpTenants[tenantNumber % madeUpTenants.length] as string,
    tenantNumber,
    deal: dealOf(madeUpTenants.map(() => 1)),
    customers: MADE_UP_CUSTOMERS,
  };
}

/** User `number` of tenant `tenantNumber`, as the same member of its staff. */
export function madeUpIdentity(number = 0, seed = 1, tenantNumber = 0): Identity {
  return { ...madeUpViewer(tenantNumber), seed, number, staffNumber: number };
}
