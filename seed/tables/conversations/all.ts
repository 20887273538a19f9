import type { Table } from '../../table.ts';
import { interactions } from './interactions.ts';

export const conversationsTables: readonly Table[] = [interactions];
