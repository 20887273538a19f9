import type { Table } from '../../table.ts';
import { customers } from './customers.ts';

export const customersTables: readonly Table[] = [customers];
