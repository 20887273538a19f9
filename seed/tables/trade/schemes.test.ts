import { describe, expect, it } from 'vitest';
import { type Row, rowsOf } from '../../testing/rows.ts';
import { dayOfMoment } from '../../time/calendar.ts';
import { byId, groupsOf, plans } from './testing/plans.ts';

const paidDay = (row: Row) => (row.paid_at === null ? null : dayOfMoment(Number(row.paid_at)));

describe.each(plans)('gold schemes with $title', ({ plan }) => {
  const schemes = byId(plan, 'schemes');
  const instalments = groupsOf(plan, 'scheme_instalments', 'enrolment_id');

  it('have eleven months at most, and every tenant has three of them', () => {
    for (const { months } of schemes.values()) expect(Number(months)).toBeLessThanOrEqual(11);
    for (const rows of groupsOf(plan, 'schemes', 'tenant_id').values()) expect(rows).toHaveLength(3);
  });

  it('have an instalment a month, all of the same amount and at least the least', () => {
    for (const enrolment of rowsOf(plan, 'scheme_enrolments')) {
      const scheme = schemes.get(enrolment.scheme_id as number);
      const rows = instalments.get(enrolment.id as number) ?? [];
      expect(rows.map(({ number }) => number)).toEqual(
        Array.from({ length: Number(scheme?.months) }, (_, n) => n + 1),
      );
      expect(Number(enrolment.monthly_inr)).toBeGreaterThanOrEqual(Number(scheme?.minimum_inr));
      for (const row of rows) expect(row.amount_inr).toBe(enrolment.monthly_inr);
    }
  });

  it('are paid in turn, from the enrolment on and not after today', () => {
    for (const enrolment of rowsOf(plan, 'scheme_enrolments')) {
      let before = Number(enrolment.started_on) - 1;
      let open = false;
      for (const row of instalments.get(enrolment.id as number) ?? []) {
        const day = paidDay(row);
        expect(row.method === null).toBe(day === null);
        expect(Number(row.due_on)).toBeGreaterThanOrEqual(Number(enrolment.started_on));
        if (day === null) {
          open = true;
          continue;
        }
        expect(open).toBe(false);
        expect(day).toBeGreaterThan(before);
        expect(day).toBeLessThanOrEqual(0);
        before = day;
      }
    }
  });

  it('stand as their instalments say', () => {
    for (const { id, status, next_due_on } of rowsOf(plan, 'scheme_enrolments')) {
      const next = (instalments.get(id as number) ?? []).find((row) => row.paid_at === null);
      if (status === 'matured' || status === 'redeemed') expect(next).toBeUndefined();
      else expect(next).toBeDefined();
      if (status === 'lapsed') expect(Number(next?.due_on)).toBeLessThan(-60);
      if (status === 'running') expect(Number(next?.due_on)).toBeGreaterThanOrEqual(-60);
      expect(next_due_on).toBe(status === 'running' ? next?.due_on : null);
    }
  });
});
