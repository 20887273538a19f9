import { describe, expect, it } from 'vitest';
import { planFor, rowsOf } from '../../testing/rows.ts';
import { tradeTables } from './all.ts';
import { plans } from './testing/plans.ts';

const targets: Readonly<Record<string, string>> = {
  store_id: 'stores',
  staff_id: 'staff',
  customer_id: 'customers',
  product_id: 'products',
  inventory_item_id: 'inventory_items',
  quote_id: 'quotes',
  order_id: 'orders',
  emi_instalment_id: 'emi_instalments',
  scheme_id: 'schemes',
  enrolment_id: 'scheme_enrolments',
};

const unusual = [
  {
    title: 'five tenants of crooked shares',
    plan: planFor({ tenants: [...'abcde'], shares: [7, 1, 12, 3, 5] }),
  },
  { title: 'hardly any orders', plan: planFor({ customers: 100, perCustomer: { orders: 0.02, quotes: 0 } }) },
];

describe.each([...plans, ...unusual])('references with $title', ({ plan }) => {
  it('point to rows of the same tenant, and there are as many rows as were counted', () => {
    const tenants = new Map(
      Object.entries(targets).map(([column, table]) => [
        column,
        new Map(rowsOf(plan, table).map((row) => [row.id, row.tenant_id])),
      ]),
    );
    for (const { name, columns } of tradeTables) {
      const rows = rowsOf(plan, name);
      if ('id' in columns) expect(rows.map(({ id }) => id)).toEqual(rows.map((_, at) => at + 1));
      const references = Object.keys(columns).filter((key) => key.endsWith('_id') && key !== 'tenant_id');
      for (const column of references) {
        const owners = tenants.get(column);
        const strays = rows.filter(
          (row) => row[column] !== null && owners?.get(row[column] as number) !== row.tenant_id,
        );
        expect(strays, `${name}.${column}`).toEqual([]);
      }
    }
  });
});

it('has orders, quotes and repairs taken by those who serve at the counter, in their own store, by many of them', () => {
  const plan = planFor({ customers: 2_000, staffPerTenant: 50 });
  const staff = new Map(rowsOf(plan, 'staff').map((row) => [row.id, row]));
  const customers = new Map(rowsOf(plan, 'customers').map((row) => [row.id, row]));
  for (const table of ['orders', 'quotes', 'repairs']) {
    const busy = new Set<unknown>();
    for (const { staff_id, customer_id } of rowsOf(plan, table)) {
      const member = staff.get(staff_id as number);
      expect(['sales-associate', 'store-manager'], table).toContain(member?.persona);
      expect(member?.store_id).toBe(customers.get(customer_id as number)?.store_id);
      busy.add(staff_id);
    }
    expect(busy.size, table).toBeGreaterThan(80);
  }
});

it('gives every row alike in whatever order rows are asked for', () => {
  const plan = planFor();
  for (const table of tradeTables) {
    const inOrder = table.rows(plan);
    const count = table.count(plan);
    const lines = Array.from({ length: count }, (_, index) => JSON.stringify(inOrder(index)));
    const backwards = table.rows(plan);
    const again = lines.map((_, at) => JSON.stringify(backwards(count - 1 - at))).reverse();
    expect(again, table.name).toEqual(lines);
  }
});
