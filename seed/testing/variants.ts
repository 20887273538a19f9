import { customerNumber, type DatasetPlan, tenantAt } from '../plan.ts';
import type { SeedRequest } from '../port.ts';
import { registeredOn } from '../registration.ts';
import { dayOfMoment } from '../time/calendar.ts';
import type { Row } from './rows.ts';

/** Requests that must all give sound datasets, by what is special about them. */
export const variants: readonly [name: string, change: Partial<SeedRequest>][] = [
  ['usual', { customers: 1_000 }],
  ['one tenant hot', { customers: 1_000, shares: [70, 15, 15] }],
  ['one tenant', { customers: 1_000, tenants: ['sarkar'] }],
  ['three times the history', { customers: 400, history: 3 }],
  ['hardly any staff', { customers: 300, staffPerTenant: 1 }],
  ['no messages', { customers: 300, perCustomer: { messages: 0 } }],
];

/** Every density at nothing. */
export const nothingPerCustomer = {
  addresses: 0,
  customerTags: 0,
  leads: 0,
  appointments: 0,
  tasks: 0,
  quotes: 0,
  orders: 0,
  schemeEnrolments: 0,
  repairs: 0,
  interactions: 0,
  messages: 0,
  calls: 0,
  emails: 0,
  pushSubscriptions: 0,
  webhookEvents: 0,
  auditEntries: 0,
};

/** Whether the customer of a row was registered by the day of a moment. */
export function wasRegistered(plan: DatasetPlan, customerId: number, moment: number): boolean {
  const index = customerId - 1;
  return registeredOn(plan, tenantAt(plan, index), customerNumber(plan, index)) <= dayOfMoment(moment);
}

/** Rows by what they have in a column, in their order. */
export function grouped(rows: readonly Row[], column: string): Map<unknown, Row[]> {
  const groups = new Map<unknown, Row[]>();
  for (const row of rows) {
    const group = groups.get(row[column]);
    if (group) group.push(row);
    else groups.set(row[column], [row]);
  }
  return groups;
}
