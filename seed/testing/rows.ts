import { createPlan, type DatasetPlan } from '../plan.ts';
import type { SeedRequest } from '../port.ts';
import type { Table, Value } from '../table.ts';
import { tables } from '../tables/all.ts';

/** A row by column name. */
export type Row = Record<string, Value>;

/** A plan of three tenants for tests, small unless told otherwise. */
export function planFor(change: Partial<SeedRequest> = {}): DatasetPlan {
  const request: SeedRequest = {
    customers: 500,
    seed: 11,
    tenants: ['mangatrai', 'sarkar', 'zinzuwadia'],
    staffPerTenant: 12,
    ...change,
  };
  return createPlan(request, 'hash');
}

export function tableNamed(name: string): Table {
  const table = tables.find((candidate) => candidate.name === name);
  if (!table) throw new Error(`no table ${name}`);
  return table;
}

/** All rows of a table, by column name. */
export function rowsOf(plan: DatasetPlan, name: string): Row[] {
  const table = tableNamed(name);
  const row = table.rows(plan);
  const columns = Object.keys(table.columns);
  return Array.from({ length: table.count(plan) }, (_, index) => {
    const values = row(index);
    return Object.fromEntries(columns.map((column, at) => [column, values[at] as Value]));
  });
}
