import type { EvidenceSet } from '../../harness/core/evidence/catalogue.ts';
import type { LimitsData, Spread } from '../../harness/core/evidence/setup.ts';
import { formatBytes, formatValue, groupDigits } from '../../harness/core/units.ts';
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
        spec.diskBytes === null ? 'not stated' : formatBytes(spec.diskBytes),
      ]),
    facts: (data) => [
      ['Level file', data.levelSource === 'document' ? 'the document’s' : 'custom'],
      ['Host', `${groupDigits(data.hostVCpu)} vCPU, ${formatBytes(data.hostMemoryBytes)}`],
      ['Started in', durationText(data.startedInMs)],
    ],
  });
}

/** Every figure of the document beside what stands here, those that differ first; none in a run of before it was compared. */
export function conformanceTables({ conformance }: EvidenceSet): Table[] {
  if (conformance === undefined) return [];
  return [
    tableOf(conformance, {
      id: 'conformance',
      caption: 'What was started beside the document',
      columns: ['Of', 'Figure', 'In the document', 'Here', 'The same', 'Claim'],
      rows: ({ rows }) =>
        [...rows]
          .sort((a, b) => rankOf(a) - rankOf(b))
          .map(({ subject, item, document, here, agrees, claimId }) => [
            ...[subject, item, document ?? 'not stated', here],
            ...[agreementOf(agrees), claimId ?? ''],
          ]),
      facts: ({ rows }) => [
        ['Differ', groupDigits(rows.filter(({ agrees }) => agrees === false).length)],
        ['The same', groupDigits(rows.filter(({ agrees }) => agrees === true).length)],
        ['Not stated in the document', groupDigits(rows.filter(({ agrees }) => agrees === null).length)],
      ],
    }),
  ];
}

const rankOf = ({ agrees }: { agrees: boolean | null }) => (agrees === false ? 0 : agrees === null ? 1 : 2);

function agreementOf(agrees: boolean | null): string {
  if (agrees === null) return 'nothing to compare';
  return agrees ? '✓ yes' : '✕ no, it differs';
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
    columns: [
      'Table',
      '#Rows',
      '#Size',
      '#Of it indexes',
      'Rows of a customer: half / 1 in 10 / 1 in 100 / most',
    ],
    rows: ({ tables }) =>
      tables.map(({ table, rows, bytes, indexBytes, perCustomer }) => [
        table,
        groupDigits(rows),
        formatBytes(bytes),
        indexBytes === null ? 'not recorded' : formatBytes(indexBytes),
        perCustomer === null ? '' : spreadText(perCustomer),
      ]),
    facts: (data) => [
      ['Customers', groupDigits(data.customers)],
      ['Rows', groupDigits(data.rows)],
      ['Database size', formatBytes(data.databaseBytes)],
      ['Bytes a customer', formatBytes(data.databaseBytes / Math.max(1, data.customers))],
      ['Seed', `${data.seed}, version ${data.version}`],
      ['Today in the data', data.anchoredOn ?? 'not recorded'],
      ['Seeded in', durationText(data.durationMs)],
      [
        'For this run',
        data.reused === null
          ? 'seeded anew'
          : `copied from the kept dataset ${data.reused.key} in ${durationText(data.reused.copiedInMs)}`,
      ],
      ['SHA-256 of the rows', data.digest],
    ],
  });
}

function spreadText({ p50, p90, p99, max, withoutRatio }: Spread): string {
  const counts = [p50, p90, p99, max].map(groupDigits).join(' / ');
  return `${counts}; ${formatValue(withoutRatio, 'ratio')} have none`;
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
