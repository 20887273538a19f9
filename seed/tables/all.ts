import type { DatasetPlan } from '../plan.ts';
import type { Table } from '../table.ts';
import { conversationsTables } from './conversations/all.ts';
import { customersTables } from './customers/all.ts';
import { organisationTables } from './organisation/all.ts';
import { recordsTables } from './records/all.ts';
import { salesTables } from './sales/all.ts';
import { tradeTables } from './trade/all.ts';

/** Every table, in the order in which it is written and enters the digest. */
export const tables: readonly Table[] = [
  ...organisationTables,
  ...customersTables,
  ...salesTables,
  ...tradeTables,
  ...conversationsTables,
  ...recordsTables,
];

/** Exactly how many rows a plan has. */
export function rowCount(plan: DatasetPlan): number {
  return tables.reduce((sum, table) => sum + table.count(plan), 0);
}
