import type { DatasetPlan } from '../plan.ts';
import type { Table } from '../table.ts';
import { appointments } from './appointments.ts';
import { customers } from './customers.ts';
import { goldRatesTable } from './gold-rates.ts';
import { interactions } from './interactions.ts';
import { leads } from './leads.ts';
import { orderItems } from './order-items.ts';
import { orders } from './orders.ts';
import { payments } from './payments.ts';
import { products } from './products.ts';
import { staff } from './staff.ts';
import { stores } from './stores.ts';
import { tasks } from './tasks.ts';
import { tenants } from './tenants.ts';

/** Every table, in the order in which it is written and enters the digest. */
export const tables: readonly Table[] = [
  tenants,
  stores,
  staff,
  products,
  goldRatesTable,
  customers,
  orders,
  orderItems,
  payments,
  leads,
  appointments,
  tasks,
  interactions,
];

/** Exactly how many rows a plan has. */
export function rowCount(plan: DatasetPlan): number {
  return tables.reduce((sum, table) => sum + table.count(plan), 0);
}
