import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plansOfThousand } from '../../testing/plans.ts';
import { planFor, rowsOf } from '../../testing/rows.ts';

const keysOf = (rows: ReturnType<typeof rowsOf>) =>
  rows.map(({ customer_id, tag_id }) => `${customer_id} ${tag_id}`);

describe.each(plansOfThousand)('tags of %s', (_, plan) => {
  const rows = rowsOf(plan, 'customer_tags');
  const count = (column: 'customer_id' | 'tag_id') => {
    const counts = new Map<unknown, number>();
    for (const row of rows) counts.set(row[column], (counts.get(row[column]) ?? 0) + 1);
    return [...counts.values()].sort((a, b) => b - a);
  };

  it('join customers and tags of the same tenant, each pair once', () => {
    const tenantOf = (table: string) => new Map(rowsOf(plan, table).map((row) => [row.id, row.tenant_id]));
    const customers = tenantOf('customers');
    const tags = tenantOf('tags');
    for (const { tenant_id, customer_id, tag_id } of rows) {
      expect(customers.get(customer_id as number)).toBe(tenant_id);
      expect(tags.get(tag_id as number)).toBe(tenant_id);
    }
    expect(rows).toHaveLength(1_500);
    expect(new Set(keysOf(rows)).size).toBe(rows.length);
  });

  it('are uneven: many customers have none, a few have many, and some tags are common', () => {
    const perCustomer = count('customer_id');
    expect(perCustomer.length).toBeLessThan(620);
    expect(perCustomer.length).toBeGreaterThan(400);
    expect(perCustomer[0]).toBeGreaterThanOrEqual(8);
    const perTag = count('tag_id');
    expect(perTag[0]).toBeGreaterThan(4 * (perTag.at(-1) as number));
  });
});

describe('customer_tags', () => {
  it('repeats no pair and has the rows asked for at any density, up to every tag on everybody', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 300 }),
        fc.double({ min: 0, max: 40, noNaN: true }),
        fc.constantFrom([1], [1, 1, 1], [14, 3, 3], [5, 1]),
        (customers, customerTags, shares) => {
          const tenants = shares.map((_, number) => `tenant-${number}`);
          const rows = rowsOf(
            planFor({ customers, tenants, shares, perCustomer: { customerTags } }),
            'customer_tags',
          );
          expect(rows).toHaveLength(Math.min(Math.round(customers * customerTags), customers * 25));
          expect(new Set(keysOf(rows)).size).toBe(rows.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('tags those most who buy most, be they old customers or new ones', () => {
    const plan = planFor({ customers: 3_000 });
    const countOf = (table: string) => {
      const counts = new Map<unknown, number>();
      for (const { customer_id } of rowsOf(plan, table))
        counts.set(customer_id, (counts.get(customer_id) ?? 0) + 1);
      return (id: unknown) => counts.get(id) ?? 0;
    };
    const [orders, tags] = [countOf('orders'), countOf('customer_tags')];
    const ids = rowsOf(plan, 'customers').map(({ id }) => id as number);
    const mean = (some: readonly number[]) => some.reduce((sum, id) => sum + tags(id), 0) / some.length;
    const byOrders = ids.toSorted((a, b) => orders(b) - orders(a));
    expect(mean(byOrders.slice(0, 300))).toBeGreaterThan(1.8 * mean(byOrders.slice(300)));
    const newest = mean(ids.slice(2_100));
    expect(newest).toBeGreaterThan(1);
    expect(newest).toBeLessThan(2);
  });
});

describe('tags and segments', () => {
  it('are the same for each tenant, each name once; filters are JSON', () => {
    const plan = planFor();
    for (const [table, perTenant] of [
      ['tags', 25],
      ['segments', 12],
    ] as const) {
      const rows = rowsOf(plan, table);
      const names = (tenant: number) =>
        rows.filter(({ tenant_id }) => tenant_id === tenant).map(({ name }) => name);
      expect(new Set(names(1)).size).toBe(perTenant);
      expect(names(2)).toEqual(names(1));
      expect(rows).toHaveLength(3 * perTenant);
    }
    for (const { filter } of rowsOf(plan, 'segments'))
      expect(Object.keys(JSON.parse(filter as string)).length).toBeGreaterThan(0);
  });
});
