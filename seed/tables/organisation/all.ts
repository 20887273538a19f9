import type { Table } from '../../table.ts';
import { roles } from './roles.ts';
import { staff } from './staff.ts';
import { stores } from './stores.ts';
import { tenants } from './tenants.ts';

export const organisationTables: readonly Table[] = [tenants, stores, roles, staff];
