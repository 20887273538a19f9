import type { DatasetPlan } from '../../../plan.ts';
import type { Value } from '../../../table.ts';
import { planFor, type Row, rowsOf } from '../../../testing/rows.ts';

/** Plans of 1,000 customers and fewer, whose tenants share them in different ways. */
export const plans: readonly { title: string; plan: DatasetPlan }[] = [
  { title: 'three equal tenants', plan: planFor({ customers: 1_000 }) },
  { title: 'a hot tenant', plan: planFor({ customers: 1_000, shares: [70, 15, 15], seed: 3 }) },
  { title: 'one tenant', plan: planFor({ customers: 1_000, tenants: ['mangatrai'], seed: 8 }) },
  // Enough of everything that something is due, paid or handed over today.
  {
    title: 'busy customers',
    plan: planFor({ perCustomer: { orders: 12, quotes: 4, schemeEnrolments: 4, repairs: 8 } }),
  },
];

/** Rows of a table by the value of a column, in the order of the rows. */
export function groupsOf(plan: DatasetPlan, table: string, column: string): Map<Value, Row[]> {
  const groups = new Map<Value, Row[]>();
  for (const row of rowsOf(plan, table)) {
    const key = row[column] as Value;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** Rows of a table by id. */
export function byId(plan: DatasetPlan, table: string): Map<Value, Row> {
  return new Map(rowsOf(plan, table).map((row) => [row.id as Value, row]));
}

/** The sum of a column of whole numbers. */
export function sumOf(rows: readonly Row[], column: string): number {
  return rows.reduce((sum, row) => sum + Number(row[column]), 0);
}
