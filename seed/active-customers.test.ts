import { describe, expect, it } from 'vitest';
import { activeCustomers, registeredBy } from './active-customers.ts';
import { customerCount } from './plan.ts';
import { registeredOn } from './registration.ts';
import { scattered } from './skew.ts';
import { planFor } from './testing/rows.ts';
import { historyDays } from './time/calendar.ts';

const plan = planFor({ customers: 900, shares: [7, 1, 1] });
const skew = { floor: 0.03, power: 3 } as const;

describe('registeredBy', () => {
  it('counts those who are registered when a day begins', () => {
    const known = registeredBy(plan);
    for (const tenant of [0, 1, 2])
      for (const day of [-historyDays, -500, -30, -1, 0]) {
        let count = 0;
        for (let number = 0; number < customerCount(plan, tenant); number++)
          if (registeredOn(plan, tenant, number) < day) count++;
        expect(known(tenant, day)).toBe(count);
      }
  });
});

describe('activeCustomers', () => {
  it('draws only those who are registered, the silent ones never, the busy ones often', () => {
    const count = customerCount(plan, 0);
    const customerOf = activeCustomers(plan, skew, 0.7);
    const silent = new Set<number>();
    for (let rank = Math.floor(count * 0.7); rank < count; rank++) silent.add(scattered(rank, count));
    const drawn = new Map<number, number>();
    const stream = plan.stream('test');
    for (let row = 0; row < 20_000; row++) {
      const day = -historyDays + (row % (historyDays + 1));
      const number = customerOf(0, day, stream(row));
      expect(registeredOn(plan, 0, number) < day && !silent.has(number)).toBe(true);
      drawn.set(number, (drawn.get(number) ?? 0) + 1);
    }
    const busiest = Math.max(...drawn.values());
    expect(busiest / (20_000 / count)).toBeGreaterThan(20);
    expect(drawn.get(scattered(0, count))).toBe(busiest);
  });

  it('finds somebody in the smallest of tenants', () => {
    const few = planFor({ customers: 100, tenants: Array.from({ length: 50 }, (_, n) => `t-${n}`) });
    const customerOf = activeCustomers(few, skew, 0.7);
    for (let tenant = 0; tenant < 50; tenant++)
      expect([0, 1]).toContain(customerOf(tenant, -historyDays, few.stream('test')(tenant)));
  });
});
