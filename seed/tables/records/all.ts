import type { Table } from '../../table.ts';
import { auditLog } from './audit-log.ts';
import { exportsTable } from './exports.ts';
import { webhookEvents } from './webhook-events.ts';

export const recordsTables: readonly Table[] = [webhookEvents, auditLog, exportsTable];
