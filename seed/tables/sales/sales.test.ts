import { describe, expect, it } from 'vitest';
import { leadStages } from '../../../scenarios/lib/contract.ts';
import { plansOfThousand } from '../../testing/plans.ts';
import { planFor, rowsOf } from '../../testing/rows.ts';
import { closingSecond, dayOfMoment, momentOf, openingSecond, weekdayOf } from '../../time/calendar.ts';

describe.each(plansOfThousand)('sales of %s', (_, plan) => {
  const customers = new Map(rowsOf(plan, 'customers').map((row) => [row.id, row]));
  const tenantsOf = (table: string) => new Map(rowsOf(plan, table).map((row) => [row.id, row.tenant_id]));

  it('point to customers, staff and stores of their tenant', () => {
    const targets = {
      staff_id: tenantsOf('staff'),
      store_id: tenantsOf('stores'),
      customer_id: tenantsOf('customers'),
    };
    for (const table of ['leads', 'appointments', 'tasks'])
      for (const row of rowsOf(plan, table))
        for (const [column, target] of Object.entries(targets))
          if (column in row)
            expect(target.get(row[column] as number), `${table}.${column}`).toBe(row.tenant_id);
  });

  it('leads stand in stages that their tenant has, in the order of the CRM', () => {
    const stages = rowsOf(plan, 'pipeline_stages');
    for (const tenant of rowsOf(plan, 'tenants')) {
      const own = stages.filter(({ tenant_id }) => tenant_id === tenant.id);
      expect(own.map(({ name }) => name)).toEqual(leadStages);
      expect(own.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(own.filter(({ is_open }) => !is_open).map(({ name }) => name)).toEqual(['won', 'lost']);
    }
    expect(new Set(rowsOf(plan, 'leads').map(({ stage }) => stage))).toEqual(new Set(leadStages));
  });

  it('leads of registered customers come in order of time, say why they were lost, and hope for a later day', () => {
    let before = -90;
    for (const { customer_id, created_at, stage, lost_reason, expected_on } of rowsOf(plan, 'leads')) {
      const day = dayOfMoment(created_at as number);
      expect(day).toBeGreaterThanOrEqual(before);
      expect(day).toBeLessThanOrEqual(0);
      before = day;
      expect(day).toBeGreaterThanOrEqual(
        dayOfMoment(customers.get(customer_id as number)?.created_at as number),
      );
      expect(lost_reason !== null).toBe(stage === 'lost');
      if (expected_on !== null) expect(expected_on).toBeGreaterThan(day);
    }
  });

  it('appointments are within opening hours; only those to come are booked', () => {
    for (const { starts_at, status, customer_id } of rowsOf(plan, 'appointments')) {
      const day = dayOfMoment(starts_at as number);
      const second = (starts_at as number) - momentOf(day, 0);
      expect(second).toBeGreaterThanOrEqual(openingSecond);
      expect(second).toBeLessThan(closingSecond);
      expect(['booked', 'kept', 'missed', 'cancelled']).toContain(status);
      if (status === 'booked') expect(day).toBeGreaterThanOrEqual(0);
      if (status === 'kept' || status === 'missed') expect(day).toBeLessThan(0);
      expect(day).toBeGreaterThanOrEqual(
        dayOfMoment(customers.get(customer_id as number)?.created_at as number),
      );
    }
  });

  it('tasks have a kind and a priority', () => {
    const tasks = rowsOf(plan, 'tasks');
    for (const { kind, priority } of tasks) {
      expect(['call', 'message']).toContain(kind);
      expect(['low', 'normal', 'high']).toContain(priority);
    }
    expect(new Set(tasks.map(({ priority }) => priority)).size).toBe(3);
  });
});

describe('the week', () => {
  it('brings more people on a Sunday than on a Monday', () => {
    const plan = planFor({ customers: 10_000 });
    const perWeekday = (table: string, column: string) => {
      const counts = new Array<number>(7).fill(0);
      for (const row of rowsOf(plan, table)) {
        const weekday = weekdayOf(dayOfMoment(row[column] as number));
        counts[weekday] = (counts[weekday] ?? 0) + 1;
      }
      return counts;
    };
    for (const [sunday, monday] of [
      perWeekday('leads', 'created_at'),
      perWeekday('appointments', 'starts_at'),
    ])
      expect(sunday).toBeGreaterThan(1.4 * (monday as number));
  });
});
