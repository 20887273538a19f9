import type { DatasetPlan } from '../plan.ts';
import { planFor } from './rows.ts';

/** A thousand customers of three tenants, the same with one large tenant, and of one tenant alone. */
export const plansOfThousand: readonly (readonly [name: string, plan: DatasetPlan])[] = [
  ['three tenants', planFor({ customers: 1_000 })],
  ['one tenant of 70 %', planFor({ customers: 1_000, shares: [70, 15, 15] })],
  ['one tenant', planFor({ customers: 1_000, tenants: ['mangatrai'] })],
];
