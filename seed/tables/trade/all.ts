import type { Table } from '../../table.ts';
import { emiInstalments } from './emi-instalments.ts';
import { goldRatesTable } from './gold-rates.ts';
import { inventoryItems } from './inventory-items.ts';
import { oldGoldExchanges } from './old-gold-exchanges.ts';
import { orderItems } from './order-items.ts';
import { orders } from './orders.ts';
import { payments } from './payments.ts';
import { products } from './products.ts';
import { quoteItems } from './quote-items.ts';
import { quotes } from './quotes.ts';
import { repairs } from './repairs.ts';
import { schemeEnrolments } from './scheme-enrolments.ts';
import { schemeInstalments } from './scheme-instalments.ts';
import { schemes } from './schemes.ts';
import { stones } from './stones.ts';

export const tradeTables: readonly Table[] = [
  products,
  goldRatesTable,
  inventoryItems,
  stones,
  quotes,
  quoteItems,
  orders,
  orderItems,
  oldGoldExchanges,
  emiInstalments,
  payments,
  schemes,
  schemeEnrolments,
  schemeInstalments,
  repairs,
];
