import { describe, expect, it } from 'vitest';
import { dealOf } from '../scenarios/lib/dealing.ts';
import { ownerOfSeededCustomer } from '../scenarios/lib/ownership.ts';
import { datasetDigest, tableDigest } from './digest.ts';
import type { Value } from './table.ts';
import { rowCount, tables } from './tables/all.ts';
import { planFor, rowsOf } from './testing/rows.ts';
import { dayOfMoment } from './time/calendar.ts';
import { datasetVersion } from './version.ts';

describe('a dataset', () => {
  it('is the same bytes for the same request, and others for another seed', () => {
    const digest = datasetDigest(planFor());
    expect(datasetDigest(planFor())).toBe(digest);
    expect(datasetDigest(planFor({ seed: 12 }))).not.toBe(digest);
  });

  it('has the digests that its version is known by (changed them? raise datasetVersion)', () => {
    const hot = planFor({ customers: 1_500, seed: 916, shares: [14, 3, 3], history: 2 });
    expect({ version: datasetVersion, usual: datasetDigest(planFor()), hot: datasetDigest(hot) }).toEqual({
      version: 'jewellery-crm-4',
      usual: 'ac2d53e73e6082ca5f4fe4425efb6a2fff7817a323b13e8248d01b6c0e1c034b',
      hot: 'f359335019d7678601ef5f1e170ac442ccb04d495570096d70db9cf012e3f54c',
    });
  });

  it('has the counts that arithmetic gives, and gives a row in any order', () => {
    const plan = planFor();
    for (const table of tables) {
      const row = table.rows(plan);
      const last = table.count(plan) - 1;
      const before = JSON.stringify(row(last));
      row(0);
      expect(JSON.stringify(row(last)), table.name).toBe(before);
      expect(row(last), table.name).toHaveLength(Object.keys(table.columns).length);
    }
    expect(rowCount(planFor({ customers: 10_000, staffPerTenant: 50 }))).toBe(532_685);
  });

  it('does not reshuffle customers when there is more staff', () => {
    expect(tableDigest('products', planFor({ staffPerTenant: 30 }))).toBe(tableDigest('products', planFor()));
    expect(tableDigest('customers', planFor({ staffPerTenant: 30 }))).toBe(
      tableDigest('customers', planFor()),
    );
  });

  it.each([[[1]], [[1, 1, 1]], [[14, 3, 3]], [[5, 1, 1, 2, 1, 1, 9]]])(
    'deals customers in shares of %j by the rule that the traffic judges leaks by',
    (shares) => {
      const tenants = shares.map((_, number) => `tenant-${number}`);
      const rows = rowsOf(planFor({ tenants, shares }), 'customers');
      expect(rows.map((row) => row.id)).toEqual(rows.map((_, index) => index + 1));
      expect(rows).toHaveLength(500);
      for (const { id, tenant_id } of rows)
        expect(tenant_id).toBe(ownerOfSeededCustomer(id as number, dealOf(shares)) + 1);
    },
  );

  it('adds up: items make the order, payments never exceed it and pay what was delivered', () => {
    const plan = planFor();
    const sums = (table: string, column: string) => {
      const sum = new Map<Value, number>();
      for (const row of rowsOf(plan, table)) {
        const id = row.order_id as number;
        sum.set(id, (sum.get(id) ?? 0) + Number(row[column]));
      }
      return sum;
    };
    const items = sums('order_items', 'price_inr');
    const paid = sums('payments', 'amount_inr');
    for (const order of rowsOf(plan, 'orders')) {
      expect(items.get(order.id as number)).toBe(order.total_inr);
      const amount = paid.get(order.id as number) ?? 0;
      if (order.status === 'delivered') expect(amount).toBe(order.total_inr);
      else expect(amount).toBeLessThan(Number(order.total_inr));
    }
  });

  it('has customers registered before they buy, each phone once per tenant', () => {
    const plan = planFor();
    const customers = rowsOf(plan, 'customers');
    const registered = new Map(customers.map((row) => [row.id, dayOfMoment(row.created_at as number)]));
    for (const table of ['orders', 'interactions'] as const) {
      const at = table === 'orders' ? 'ordered_at' : 'happened_at';
      for (const row of rowsOf(plan, table))
        expect(dayOfMoment(row[at] as number)).toBeGreaterThanOrEqual(
          registered.get(row.customer_id as number) ?? 0,
        );
    }
    expect(new Set(customers.map((row) => `${row.tenant_id} ${row.phone}`)).size).toBe(customers.length);
  });

  it('is heavy-tailed: the busiest tenth of the customers has a third of the interactions or more', () => {
    const perCustomer = new Map<Value, number>();
    const rows = rowsOf(planFor({ customers: 2_000 }), 'interactions');
    for (const row of rows) {
      const id = row.customer_id as number;
      perCustomer.set(id, (perCustomer.get(id) ?? 0) + 1);
    }
    const counts = [...perCustomer.values()].sort((a, b) => b - a);
    const busiest = counts.slice(0, 200).reduce((sum, count) => sum + count, 0);
    expect(busiest / rows.length).toBeGreaterThan(1 / 3);
    expect(counts.length).toBeLessThan(1_900);
  });
});
