import { countOf, type Deal, indexOf, tenantOf } from './dealing.ts';
import type { Stream } from './random.ts';

/** Who looks at an answer, and what is known of the data without asking the SUT. */
export interface Viewer {
  /** Slug of the session's tenant. */
  tenant: string;
  /** Its place, from 0, among the tenants in the order in which they were seeded. */
  tenantNumber: number;
  /** How customers were dealt to the tenants. */
  deal: Deal;
  /** Customers that were seeded, over all tenants: their ids are 1 to this. Later ids were made during the run. */
  customers: number;
}

/**
 * Number of the tenant that a seeded customer belongs to: the seeder deals customers to the tenants by their shares, and a
 * test holds it to that. What a row says of itself proves nothing: a CRM that mixes up tenants may well label what it
 * shows with the name of whoever asked.
 */
export function ownerOfSeededCustomer(id: number, deal: Deal): number {
  return tenantOf(deal, id - 1);
}

/** Whether `id` is a seeded customer of another tenant; false for anything that is no such id. */
export function isForeignCustomer(id: unknown, viewer: Viewer): boolean {
  if (typeof id !== 'number' || !Number.isInteger(id) || id < 1 || id > viewer.customers) return false;
  return ownerOfSeededCustomer(id, viewer.deal) !== viewer.tenantNumber;
}

/** The id of some seeded customer of another tenant, each tenant as likely as another, or null where there is none. */
export function foreignCustomer(viewer: Viewer, random: Stream): number | null {
  const { tenantNumber, deal, customers } = viewer;
  const others = [...deal.places.keys()].filter(
    (number) => number !== tenantNumber && countOf(deal, number, customers) > 0,
  );
  const owner = random.pick(others);
  if (owner === undefined) return null;
  return indexOf(deal, owner, random.int(0, countOf(deal, owner, customers) - 1)) + 1;
}
