import { describe, expect, it } from 'vitest';
import type { Table } from '../../table.ts';
import { planFor, type Row, rowsOf } from '../../testing/rows.ts';
import { nothingPerCustomer, variants } from '../../testing/variants.ts';
import { recordsTables } from '../records/all.ts';
import { conversationsTables } from './all.ts';

const own: readonly Table[] = [...conversationsTables, ...recordsTables];

const targets: Readonly<Record<string, string>> = {
  customer_id: 'customers',
  staff_id: 'staff',
  thread_id: 'whatsapp_threads',
  template_id: 'message_templates',
  campaign_id: 'campaigns',
};

describe.each(variants)('conversations and records, %s', (_, change) => {
  const plan = planFor(change);

  it('point only to rows of the same tenant, and number their own from 1', () => {
    const tenants = new Map<string, Map<unknown, unknown>>();
    for (const table of Object.values(targets))
      tenants.set(table, new Map(rowsOf(plan, table).map((row) => [row.id, row.tenant_id])));
    for (const { name, columns } of own) {
      const pointing = Object.keys(columns).filter((column) => column in targets);
      const isWrong = (row: Row) =>
        pointing.some(
          (column) =>
            row[column] !== null &&
            tenants.get(targets[column] as string)?.get(row[column]) !== row.tenant_id,
        );
      const rows = rowsOf(plan, name);
      expect(rows.filter(isWrong), name).toEqual([]);
      expect(
        rows.every((row, index) => row.id === index + 1),
        name,
      ).toBe(true);
    }
  });

  it('are the same in any order', () => {
    for (const table of own) {
      const count = table.count(plan);
      const forward = table.rows(plan);
      const other = table.rows(planFor(change));
      for (const index of [count - 1, 0, Math.floor(count / 2), Math.floor(count / 3), 1])
        if (index >= 0 && index < count) {
          const row = [...other(index)];
          expect([...forward(index)], `${table.name} ${index}`).toEqual(row);
          other(0);
        }
    }
  });
});

it('leaves empty, without failing, what nothing is asked of', () => {
  const plan = planFor({ perCustomer: nothingPerCustomer });
  const rows = Object.fromEntries(own.map(({ name }) => [name, rowsOf(plan, name).length]));
  expect(rows).toMatchObject({
    interactions: 0,
    whatsapp_threads: 0,
    whatsapp_messages: 0,
    calls: 0,
    emails: 0,
    push_subscriptions: 0,
    webhook_events: 0,
    audit_log: 0,
    exports: 360,
    campaigns: 72,
  });
});

it('audits customers only where there are no orders', () => {
  const rows = rowsOf(planFor({ perCustomer: { orders: 0 } }), 'audit_log');
  expect(new Set(rows.map(({ entity }) => entity))).toEqual(new Set(['customers', 'staff']));
});
