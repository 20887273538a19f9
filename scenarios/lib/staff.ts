import { countOf, dealOf } from './dealing.ts';

/** Personas that work in the CRM. A staff member's persona follows from its number, so no list has to be exchanged. */
export const personas = ['sales-associate', 'telecaller', 'store-manager'] as const;
export type Persona = (typeof personas)[number];

/**
 * Personas repeat every ten staff members: 6 sales associates, 3 telecallers, 1 store manager.
 * The order mixes them so that any prefix of the staff is close to the mix.
 */
const cycle: readonly Persona[] = [
  'sales-associate',
  'telecaller',
  'sales-associate',
  'sales-associate',
  'telecaller',
  'sales-associate',
  'store-manager',
  'sales-associate',
  'telecaller',
  'sales-associate',
];

/** Persona of staff member `number` (from 0) of a tenant. */
export function personaOf(number: number): Persona {
  return cycle[number % cycle.length] as Persona;
}

/** Share of each persona over a whole cycle; sums to 1. */
export function personaShares(): { id: Persona; share: number }[] {
  return personas.map((id) => ({ id, share: cycle.filter((p) => p === id).length / cycle.length }));
}

/** Log-in name of staff member `number` (from 0) of a tenant; the seeder creates exactly these. */
export function staffEmail(tenant: string, number: number): string {
  return `staff${number + 1}@${tenant}.example`;
}

/** Password of every seeded staff account. The data are made up and the VMs listen on 127.0.0.1 only. */
export const STAFF_PASSWORD = 'Sona-Chandi-916';

/** Staff accounts per tenant that `users` concurrent users need when they are dealt to the tenants in these shares. */
export function staffNeeded(users: number, shares: readonly number[]): number {
  const deal = dealOf(shares);
  return Math.max(...shares.map((_, tenant) => countOf(deal, tenant, users)));
}
