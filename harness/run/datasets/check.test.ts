import { describe, expect, it } from 'vitest';
import type { Counted } from '../../../seed/certificate.ts';
import { differenceOf } from './check.ts';

const spread = { p50: 1, p90: 3, p99: 9, max: 40, withoutRatio: 0.2 };
const certificate: Counted = {
  version: 'v1',
  seed: 5,
  anchoredOn: '2025-01-31',
  customers: 300,
  rows: 1300,
  tables: [
    {
      table: 'customers',
      rows: 300,
      bytes: 1,
      indexBytes: 1,
      tenantRows: [150, 150],
      perCustomer: null,
      digest: 'a',
    },
    {
      table: 'orders',
      rows: 1000,
      bytes: 1,
      indexBytes: 1,
      tenantRows: [500, 500],
      perCustomer: spread,
      digest: 'b',
    },
  ],
  tenants: [
    { tenant: 'sona', customers: 150, staff: 20 },
    { tenant: 'chandi', customers: 150, staff: 20 },
  ],
  databaseBytes: 100,
  schemaDigest: 's',
  digest: 'ab',
};

function liveWith(change: (live: Counted) => void): Counted {
  const live = structuredClone(certificate);
  change(live);
  return live;
}

describe('what a live database holds against its certificate', () => {
  it('is the same whatever its size, and in whatever order its fields stand', () => {
    expect(differenceOf(certificate, structuredClone(certificate))).toBeNull();
    const grown = liveWith((live) => {
      live.databaseBytes = 999;
      for (const table of live.tables) [table.bytes, table.indexBytes] = [7, 8];
      const orders = live.tables[1] as Counted['tables'][number];
      orders.perCustomer = { withoutRatio: 0.2, max: 40, p99: 9, p90: 3, p50: 1 };
    });
    expect(differenceOf(certificate, grown)).toBeNull();
  });

  it.each<[string, (live: Counted) => void, string]>([
    ['version', (live) => (live.version = 'v2'), 'version: v2 instead of v1'],
    ['seed', (live) => (live.seed = 6), 'seed: 6 instead of 5'],
    ['today', (live) => (live.anchoredOn = '2025-02-01'), 'anchoredOn: 2025-02-01 instead of 2025-01-31'],
    ['digest', (live) => (live.digest = 'ba'), 'digest: ba instead of ab'],
    ['schema', (live) => (live.schemaDigest = 't'), 'schemaDigest: t instead of s'],
    ['heap', (live) => (at(live, 1).bytes += 300_000), 'bytes of orders: 300000 instead of 0'],
    ['a table that is gone', (live) => live.tables.pop(), 'tables: customers instead of customers, orders'],
    ['rows of a table', (live) => (at(live, 1).rows = 999), 'rows of orders: 999 instead of 1000'],
    [
      'rows of a tenant',
      (live) => (at(live, 1).tenantRows = [499, 501]),
      'tenantRows of orders: [499,501] instead of [500,500]',
    ],
    ['skew', (live) => (at(live, 1).perCustomer = { ...spread, max: 41 }), 'perCustomer of orders: '],
    ['digest of a table', (live) => (at(live, 0).digest = 'c'), 'digest of customers: c instead of a'],
    ['staff', (live) => ((live.tenants[0] as { staff: number }).staff = 19), 'tenants: '],
    ['customers', (live) => (live.customers = 299), 'customers: 299 instead of 300'],
  ])('differs in %s', (_, change, said) => {
    expect(differenceOf(certificate, liveWith(change))).toContain(said);
  });
});

const at = (of: Counted, index: number) => of.tables[index] as Counted['tables'][number];
