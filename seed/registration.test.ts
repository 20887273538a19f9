import { describe, expect, it } from 'vitest';
import { customerCount, type DatasetPlan } from './plan.ts';
import { registeredBefore, registeredOn } from './registration.ts';
import { planFor, rowsOf } from './testing/rows.ts';
import { variants } from './testing/variants.ts';
import {
  dayOf,
  historyDays,
  momentOf,
  oldestCustomerDays,
  openingSecond,
  weekdayOf,
} from './time/calendar.ts';

/** How many customers of a tenant are registered on each day, from the oldest customer's. */
function perDay(plan: DatasetPlan, tenant: number): number[] {
  const counts = new Array<number>(oldestCustomerDays + 1).fill(0);
  for (let number = 0; number < customerCount(plan, tenant); number++) {
    const at = registeredOn(plan, tenant, number) + oldestCustomerDays;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

describe('registeredOn', () => {
  it.each([1, 2, 3, 10, 999])(
    'is on a day that has been, in the order of the numbers, with %i customers',
    (customers) => {
      const plan = planFor({ customers, tenants: ['only'] });
      let before = -oldestCustomerDays;
      for (let number = 0; number < customers; number++) {
        const day = registeredOn(plan, 0, number);
        expect(day).toBeGreaterThanOrEqual(before);
        expect(day).toBeLessThanOrEqual(0);
        expect(registeredBefore(plan, 0, day)).toBeLessThanOrEqual(number);
        expect(registeredBefore(plan, 0, day + 1)).toBeGreaterThan(number);
        before = day;
      }
      expect(registeredOn(plan, 0, 0)).toBeLessThan(-historyDays);
      expect(registeredBefore(plan, 0, 1)).toBe(customers);
    },
  );

  it('is more often on weekends and before festivals, and not alike for all tenants', () => {
    const plan = planFor({ customers: 30_000 });
    const [one, other] = [perDay(plan, 0), perDay(plan, 1)] as const;
    for (const counts of [one, other]) {
      const onWeekday = (weekday: number) =>
        sum(counts.filter((_, at) => weekdayOf(at - oldestCustomerDays) === weekday));
      expect(onWeekday(0)).toBeGreaterThan(1.5 * onWeekday(1));
      expect(onWeekday(6)).toBeGreaterThan(1.4 * onWeekday(1));
      const week = (from: string) => sum(counts.slice(dayOf(from) + oldestCustomerDays).slice(0, 7));
      for (const [festival, plain] of [
        ['2024-10-23', '2024-07-10'],
        ['2019-10-19', '2019-07-10'],
      ] as const)
        expect(week(festival), festival).toBeGreaterThan(1.5 * week(plain));
    }
    const unlike = one.filter((count, at) => count !== other[at]).length;
    expect(unlike).toBeGreaterThan(one.length / 3);
  });
});

describe.each(variants)('with %s', (_, change) => {
  const plan = planFor(change);
  const createdAt = new Map(rowsOf(plan, 'customers').map((row) => [row.id, Number(row.created_at)]));
  const threadCustomer = new Map(rowsOf(plan, 'whatsapp_threads').map((row) => [row.id, row.customer_id]));

  it.each([
    ['orders', 'ordered_at'],
    ['interactions', 'happened_at'],
    ['quotes', 'created_at'],
    ['leads', 'created_at'],
    ['appointments', 'starts_at'],
    ['whatsapp_threads', 'created_at'],
    ['whatsapp_messages', 'sent_at'],
    ['calls', 'started_at'],
    ['emails', 'created_at'],
    ['campaign_recipients', 'sent_at'],
    ['tasks', 'due_on'],
    ['repairs', 'received_on'],
    ['scheme_enrolments', 'started_on'],
  ])('nothing of %s happens before the very moment of registration', (table, column) => {
    const early = rowsOf(plan, table).filter((row) => {
      const customer =
        row.customer_id === undefined ? threadCustomer.get(row.thread_id as number) : row.customer_id;
      if (customer === null || row[column] === null) return false;
      const at = Number(row[column]);
      const moment = column.endsWith('_on') ? momentOf(at, openingSecond) : at;
      return !(moment >= (createdAt.get(customer as number) ?? Number.NaN));
    });
    expect(early).toEqual([]);
  });

  it('nobody looks at a customer in the CRM before that moment', () => {
    const seen = rowsOf(plan, 'audit_log').filter(({ entity }) => entity === 'customers');
    expect(seen.length).toBeGreaterThan(100);
    for (const { entity_id, at } of seen)
      expect(Number(at)).toBeGreaterThanOrEqual(createdAt.get(entity_id as number) ?? Number.NaN);
  });
});
