import type { DatasetData, DatasetTable } from '../harness/core/evidence/setup.ts';
import { textTable } from '../harness/core/text-table.ts';
import { formatBytes, formatValue, groupDigits } from '../harness/core/units.ts';

/** The certificate as people read it, a line each: what, how much of it, how it falls on tenants and customers. */
export function statementOf(certificate: DatasetData): string[] {
  const { customers, rows, databaseBytes, durationMs, tenants, tables, version, seed, anchoredOn, digest } =
    certificate;
  const seconds = durationMs / 1000;
  const slugs = tenants.map(({ tenant }) => tenant);
  return [
    `${groupDigits(customers)} customers, ${groupDigits(rows)} rows, ${formatBytes(databaseBytes)}, ` +
      `${formatBytes(databaseBytes / Math.max(1, customers))} a customer, in ${seconds.toFixed(1)} s` +
      (certificate.reused === null ? ` (${groupDigits(Math.round(rows / seconds))} rows/s)` : ''),
    `version ${version}, seed ${seed}, today is ${anchoredOn ?? 'not recorded'}, SHA-256 ${digest}`,
    tenants
      .map(({ tenant, customers: own, staff }) => `${tenant} ${groupDigits(own)} customers, ${staff} staff`)
      .join('; '),
    '',
    figuresTable([
      ['table', 'rows', 'size', 'indexes', ...slugs, 'rows of a customer: p50', 'p90', 'p99', 'most', 'none'],
      ...tables.map((table) => lineOf(table, slugs.length)),
    ]),
  ].flat();
}

function lineOf({ table, rows, bytes, indexBytes, tenantRows, perCustomer }: DatasetTable, tenants: number) {
  const ofTenants = Array.from({ length: tenants }, (_, at) => {
    const own = tenantRows[at];
    return own === undefined ? '-' : groupDigits(own);
  });
  const spread =
    perCustomer === null
      ? ['-', '-', '-', '-', '-']
      : [
          ...[perCustomer.p50, perCustomer.p90, perCustomer.p99, perCustomer.max].map(groupDigits),
          formatValue(perCustomer.withoutRatio, 'ratio'),
        ];
  return [
    table,
    groupDigits(rows),
    formatBytes(bytes),
    indexBytes === null ? '-' : formatBytes(indexBytes),
    ...ofTenants,
    ...spread,
  ];
}

function figuresTable(rows: readonly string[][]): string[] {
  return textTable(rows, (rows[0] ?? []).map((_, column) => column).slice(1));
}
