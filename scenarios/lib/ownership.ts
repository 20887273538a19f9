import type { Stream } from './random.ts';

/** Who looks at an answer, and what is known of the data without asking the SUT. */
export interface Viewer {
  /** Slug of the session's tenant. */
  tenant: string;
  /** Its place, from 0, among the tenants in the order in which they were seeded. */
  tenantNumber: number;
  tenantCount: number;
  /** Customers that were seeded, over all tenants: their ids are 1 to this. Later ids were made during the run. */
  customers: number;
}

/**
 * Number of the tenant that a seeded customer belongs to: the seeder deals customers to the tenants in turn, and a test
 * holds it to that. What a row says of itself proves nothing: a CRM that mixes up tenants may well label what it shows
 * with the name of whoever asked.
 */
export function ownerOfSeededCustomer(id: number, tenantCount: number): number {
  return (id - 1) % tenantCount;
}

/** Whether `id` is a seeded customer of another tenant; false for anything that is no such id. */
export function isForeignCustomer(id: unknown, viewer: Viewer): boolean {
  if (typeof id !== 'number' || !Number.isInteger(id) || id < 1 || id > viewer.customers) return false;
  return ownerOfSeededCustomer(id, viewer.tenantCount) !== viewer.tenantNumber;
}

/** The id of some seeded customer of another tenant, or null where there is none. */
export function foreignCustomer(viewer: Viewer, random: Stream): number | null {
  const { tenantNumber, tenantCount, customers } = viewer;
  const others = Array.from({ length: tenantCount }, (_, number) => number).filter(
    // The first customer of tenant n has the id n + 1.
    (number) => number !== tenantNumber && number < customers,
  );
  const owner = random.pick(others);
  if (owner === undefined) return null;
  const rounds = Math.floor((customers - 1 - owner) / tenantCount);
  return random.int(0, rounds) * tenantCount + owner + 1;
}
