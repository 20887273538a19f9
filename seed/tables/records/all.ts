import type { Table } from '../../table.ts';

export const recordsTables: readonly Table[] = [];
