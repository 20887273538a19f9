import type { Table } from '../../table.ts';
import { goldRatesTable } from './gold-rates.ts';
import { orderItems } from './order-items.ts';
import { orders } from './orders.ts';
import { payments } from './payments.ts';
import { products } from './products.ts';

export const tradeTables: readonly Table[] = [products, goldRatesTable, orders, orderItems, payments];
