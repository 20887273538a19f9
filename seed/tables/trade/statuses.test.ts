import { describe, expect, it } from 'vitest';
import { planFor, rowsOf } from '../../testing/rows.ts';
import { closingSecond, dayOfMoment, momentOf, openingSecond } from '../../time/calendar.ts';
import { byId, groupsOf, plans } from './testing/plans.ts';

const day = (moment: unknown) => dayOfMoment(Number(moment));
const isOpenAt = (moment: unknown) => {
  const second = Number(moment) - momentOf(day(moment), 0);
  return second >= openingSecond && second < closingSecond;
};

describe.each(plans)('dates and statuses with $title', ({ plan }) => {
  const orders = byId(plan, 'orders');

  it('hands over what is delivered, and nothing else, between the order and today', () => {
    let before = Number.NEGATIVE_INFINITY;
    for (const { status, ordered_at, delivered_on } of orders.values()) {
      expect(Number(ordered_at)).toBeGreaterThanOrEqual(before);
      before = Number(ordered_at);
      expect(isOpenAt(ordered_at)).toBe(true);
      expect(delivered_on !== null).toBe(status === 'delivered');
      if (delivered_on === null) continue;
      expect(Number(delivered_on)).toBeGreaterThanOrEqual(day(ordered_at));
      expect(Number(delivered_on)).toBeLessThanOrEqual(0);
    }
  });

  it('is paid from the order to its delivery, in opening hours', () => {
    for (const { order_id, paid_at } of rowsOf(plan, 'payments')) {
      const order = orders.get(order_id as number);
      expect(Number(paid_at)).toBeGreaterThanOrEqual(Number(order?.ordered_at));
      expect(day(paid_at)).toBeLessThanOrEqual(Number(order?.delivered_on ?? 0));
      expect(isOpenAt(paid_at)).toBe(true);
    }
  });

  it('tests old gold before the order is written, on the same day', () => {
    for (const { order_id, tested_at } of rowsOf(plan, 'old_gold_exchanges')) {
      const ordered = Number(orders.get(order_id as number)?.ordered_at);
      expect(Number(tested_at)).toBeLessThanOrEqual(ordered);
      expect(day(tested_at)).toBe(day(ordered));
      expect(isOpenAt(tested_at)).toBe(true);
    }
  });

  it('takes order instalments one after another, and delivers with the last', () => {
    for (const [id, instalments] of groupsOf(plan, 'emi_instalments', 'order_id')) {
      const order = orders.get(id);
      let before = day(order?.ordered_at);
      let open = false;
      for (const [at, { number, due_on, paid_on }] of instalments.entries()) {
        expect(number).toBe(at + 1);
        expect(Number(due_on)).toBeGreaterThan(day(order?.ordered_at) + 27 * (at + 1));
        if (paid_on === null) {
          open = true;
          // Nobody owes for longer than a month.
          if (at === 0 || instalments[at - 1]?.paid_on !== null) expect(Number(due_on)).toBeGreaterThan(-28);
          continue;
        }
        expect(open).toBe(false);
        expect(Number(paid_on)).toBeGreaterThan(before);
        expect(Number(paid_on)).toBeLessThanOrEqual(0);
        before = Number(paid_on);
      }
      expect(order?.status === 'delivered').toBe(!open);
      if (!open) expect(order?.delivered_on).toBe(before);
      expect(order?.status).not.toBe('cancelled');
    }
  });

  it('has quotes that are open while they are valid, and accepted or expired after', () => {
    for (const { status, valid_until, created_at } of rowsOf(plan, 'quotes')) {
      expect(Number(valid_until)).toBeGreaterThan(day(created_at));
      if (status === 'expired') expect(Number(valid_until)).toBeLessThan(0);
      if (status === 'draft' || status === 'sent') expect(Number(valid_until)).toBeGreaterThanOrEqual(0);
      expect(isOpenAt(created_at)).toBe(true);
    }
  });

  it('gives repaired pieces back after they were received, and keeps what is not returned', () => {
    for (const { status, received_on, promised_on, returned_on, estimate_inr } of rowsOf(plan, 'repairs')) {
      expect(Number(promised_on)).toBeGreaterThan(Number(received_on));
      expect(returned_on !== null).toBe(status === 'returned');
      if (returned_on !== null) expect(Number(returned_on)).toBeGreaterThan(Number(received_on));
      expect(Number(returned_on ?? received_on)).toBeLessThanOrEqual(0);
      expect(Number(estimate_inr)).toBeGreaterThanOrEqual(0);
    }
  });

  it('does nothing with a customer before they are registered', () => {
    const customers = byId(plan, 'customers');
    const since = { orders: 'ordered_at', quotes: 'created_at' };
    const sinceDay = { scheme_enrolments: 'started_on', repairs: 'received_on' };
    const registered = (id: unknown) => day(customers.get(id as number)?.created_at);
    for (const [table, column] of Object.entries(since))
      for (const row of rowsOf(plan, table))
        expect(day(row[column]), table).toBeGreaterThanOrEqual(registered(row.customer_id));
    for (const [table, column] of Object.entries(sinceDay))
      for (const row of rowsOf(plan, table))
        expect(Number(row[column]), table).toBeGreaterThanOrEqual(registered(row.customer_id));
  });
});

it('has work at every stage: each status of orders, quotes, repairs and enrolments occurs', () => {
  const plan = planFor({ customers: 10_000 });
  const statuses = (table: string) => [...groupsOf(plan, table, 'status').keys()].sort();
  expect(statuses('orders')).toEqual(['booked', 'cancelled', 'delivered', 'in-making', 'ready']);
  expect(statuses('quotes')).toEqual(['accepted', 'draft', 'expired', 'sent']);
  expect(statuses('repairs')).toEqual(['in-workshop', 'ready', 'received', 'returned']);
  expect(statuses('scheme_enrolments')).toEqual(['lapsed', 'matured', 'redeemed', 'running']);
  expect([...groupsOf(plan, 'orders', 'channel').keys()].sort()).toEqual(['store', 'website', 'whatsapp']);
});
