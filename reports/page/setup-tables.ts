import type { EvidenceSet } from '../../harness/core/evidence/catalogue.ts';
import type { LimitsData } from '../../harness/core/evidence/setup.ts';
import { formatBytes, groupDigits } from '../../harness/core/units.ts';
import { durationText } from '../view/figures.ts';
import { type Table, tableOf } from './table.ts';

/** What was started beside what the document lists. */
export function topologyTable({ topology }: EvidenceSet): Table {
  return tableOf(topology, {
    id: 'topology',
    caption: 'VMs: what each was given, and what the document lists',
    columns: [
      'VM',
      'Runs',
      '#vCPU given',
      '#in the document',
      '#Memory given',
      '#in the document',
      '#Disk in the document',
    ],
    rows: ({ vms }) =>
      vms.map(({ vm, roles, spec, granted }) => [
        vm,
        roles.join(', '),
        groupDigits(granted.vCpu),
        groupDigits(spec.vCpu),
        formatBytes(granted.memoryBytes),
        formatBytes(spec.memoryBytes),
        formatBytes(spec.diskBytes),
      ]),
    facts: (data) => [
      ['Level file', data.levelSource === 'document' ? 'the document’s' : 'custom'],
      ['Host', `${groupDigits(data.hostVCpu)} vCPU, ${formatBytes(data.hostMemoryBytes)}`],
      ['Started in', durationText(data.startedInMs)],
    ],
  });
}

/** Limits and settings as read from inside each VM, before and after the load. */
export function limitsTable({ limits }: EvidenceSet): Table {
  return tableOf(limits, {
    id: 'limits',
    caption: 'Limits and settings read back from inside each VM',
    columns: ['Setting', 'VM', 'Planned', 'Before the load', 'After the load', 'As planned'],
    rows: ({ readings }) => limitRows(readings),
  });
}

function limitRows(readings: LimitsData['readings']): string[][] {
  const rows = new Map<
    string,
    { name: string; vm: string; planned: string; before: string; after: string; matches: boolean }
  >();
  for (const { vm, when, settings } of readings) {
    for (const { name, expected, read, matches } of settings) {
      const key = JSON.stringify([vm, name]);
      const row = rows.get(key) ?? {
        name,
        vm,
        planned: expected,
        before: 'not read',
        after: 'not read',
        matches: true,
      };
      row[when] = read;
      row.matches &&= matches;
      rows.set(key, row);
    }
  }
  return [...rows.values()].map(({ name, vm, planned, before, after, matches }) => {
    const complete = before !== 'not read' && after !== 'not read';
    return [name, vm, planned, before, after, matches && complete ? '✓ yes' : '✕ no'];
  });
}

/** The certificate of the data: what the database held when the load began. */
export function datasetTable({ dataset }: EvidenceSet): Table {
  return tableOf(dataset, {
    id: 'dataset',
    caption: 'Tables of the database when the load began',
    columns: ['Table', '#Rows', '#Size'],
    rows: ({ tables }) =>
      tables.map(({ table, rows, bytes }) => [table, groupDigits(rows), formatBytes(bytes)]),
    facts: (data) => [
      ['Customers', groupDigits(data.customers)],
      ['Rows', groupDigits(data.rows)],
      ['Database size', formatBytes(data.databaseBytes)],
      ['Seed', `${data.seed}, version ${data.version}`],
      ['Seeded in', durationText(data.durationMs)],
      ['SHA-256 of the rows', data.digest],
    ],
  });
}

/** Customers and staff of each tenant. */
export function tenantsTable({ dataset }: EvidenceSet): Table {
  return tableOf(dataset, {
    id: 'tenants',
    caption: 'Tenants',
    columns: ['Tenant', '#Customers', '#Staff'],
    rows: ({ tenants }) =>
      tenants.map(({ tenant, customers, staff }) => [tenant, groupDigits(customers), groupDigits(staff)]),
  });
}
