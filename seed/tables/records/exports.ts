import { personaOf } from '../../../scenarios/lib/staff.ts';
import { registeredBy } from '../../active-customers.ts';
import { customerCount, type DatasetPlan, evenTenantAt, rowsFor } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import type { Table } from '../../table.ts';
import { dayOfMoment } from '../../time/calendar.ts';
import { momentAt, shopHours } from '../../time/timeline.ts';
import { staffId } from '../organisation/staff.ts';

const exportsPerTenant = 120;
/** A file is kept for a week. */
const keptSeconds = 7 * 86_400;

/** What is exported and how many bytes a row of it takes, about. */
const kinds = [
  { kind: 'customers', bytes: 210 },
  { kind: 'customers', bytes: 210 },
  { kind: 'orders', bytes: 140 },
  { kind: 'orders', bytes: 140 },
  { kind: 'payments', bytes: 90 },
] as const;
/** A sheet is a compressed archive. */
const sheetShare = 0.4;
const rowsPerSecond = 4_000;

/** How many rows of a kind there are when `share` of the history is over and so many customers are registered. */
function rowsThere(
  plan: DatasetPlan,
  kind: string,
  tenant: number,
  registered: number,
  share: number,
): number {
  if (kind === 'customers') return registered;
  const ofTenant = customerCount(plan, tenant) / plan.request.customers;
  return Math.floor(rowsFor(plan, 'orders') * ofTenant * share);
}

/** All of it, or what a filter leaves. */
function rowsExported(there: number, draw: Draw): number {
  return draw.chance(0.3) ? there : Math.floor(there * draw.float() * 0.5);
}

/** Numbers of those who may export: the store managers, or the first of the staff where there is none. */
function managersAmong(staffPerTenant: number): readonly number[] {
  const managers: number[] = [];
  for (let number = 0; number < staffPerTenant; number++)
    if (personaOf(number) === 'store-manager') managers.push(number);
  return managers.length > 0 ? managers : [0];
}

export const exportsTable: Table = {
  name: 'exports',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    staff_id: 'integer',
    kind: 'text',
    format: 'text',
    status: 'text',
    row_count: 'integer',
    file_bytes: 'bigint',
    requested_at: 'moment',
    finished_at: 'moment',
    expires_at: 'moment',
  },
  count: (plan) => plan.request.tenants.length * exportsPerTenant,
  rows: (plan) => {
    const stream = plan.stream('exports');
    const count = plan.request.tenants.length * exportsPerTenant;
    const known = registeredBy(plan);
    const managers = managersAmong(plan.request.staffPerTenant);
    return (index) => {
      const draw = stream(index);
      const tenant = evenTenantAt(plan, index);
      const share = (index + draw.float()) / count;
      const requestedAt = momentAt(share, shopHours);
      const { kind, bytes } = draw.pick(kinds);
      const format = draw.chance(0.6) ? 'csv' : 'xlsx';
      const there = rowsThere(plan, kind, tenant, known(tenant, dayOfMoment(requestedAt)), share);
      const rows = rowsExported(there, draw);
      const finishedAt = requestedAt + 1 + Math.ceil(rows / rowsPerSecond);
      const hasFailed = draw.chance(0.04);
      const expiresAt = finishedAt + keptSeconds;
      return [
        index + 1,
        tenant + 1,
        staffId(plan, tenant, draw.pick(managers)),
        kind,
        format,
        hasFailed ? 'failed' : dayOfMoment(expiresAt) < 0 ? 'expired' : 'done',
        hasFailed ? null : rows,
        hasFailed ? null : Math.floor(rows * bytes * (format === 'csv' ? 1 : sheetShare)) + 200,
        requestedAt,
        finishedAt,
        hasFailed ? null : expiresAt,
      ];
    };
  },
};
