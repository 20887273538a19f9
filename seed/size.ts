import { createPlan, type DatasetPlan } from './plan.ts';
import type { ResolvedRequest } from './request.ts';
import { bytesPerRow, emptyDatabaseBytes } from './row-sizes.ts';
import type { Table } from './table.ts';
import { tables } from './tables/all.ts';

/** A little more than asked for, so that a claim of the size is met and not just missed. */
const margin = 1.01;

/** About how large the seeded database will be, in bytes: rows times what a row takes with its indexes. */
export function estimatedBytes(request: ResolvedRequest): number {
  const plan = createPlan(request, '');
  return tables.reduce(
    (sum, table) => sum + rowsOf(table, plan) * (bytesPerRow[table.name] ?? 0),
    emptyDatabaseBytes,
  );
}

/** Threads are counted by looking at every message; here it is enough that there is at most one a customer. */
function rowsOf(table: Table, plan: DatasetPlan): number {
  return table.name === 'whatsapp_threads' ? plan.request.customers : table.count(plan);
}

/** How small the database can be made by leaving out all history, in bytes. */
export function smallestBytes(request: ResolvedRequest): number {
  return estimatedBytes({ ...request, history: 0 });
}

/**
 * How many times the usual history makes the database at least `databaseBytes` large, or null where it is larger without
 * any. All history grows alike, what the CRM reads as well as what it only keeps: most of such a database is never read, as in
 * life, and a verdict on it says how much is.
 */
export function historyFor(request: ResolvedRequest, databaseBytes: number): number | null {
  const wanted = databaseBytes * margin;
  if (wanted < smallestBytes(request)) return null;
  // A straight line but for rounding.
  let history = 1;
  for (let step = 0; step < 2; step++) {
    const at = estimatedBytes({ ...request, history });
    const slope = (estimatedBytes({ ...request, history: history * 2 }) - at) / history;
    history = Math.max(0.001, history + (wanted - at) / slope);
  }
  return Math.ceil(history * 1000) / 1000;
}
