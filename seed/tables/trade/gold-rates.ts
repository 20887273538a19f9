import { type DatasetPlan, evenTenantAt } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { historyDays } from '../../time/calendar.ts';

/** 24 carat, rupees per gram, at the two ends of the history; between them a line with a wandering around it. */
const firstInr = 5_720;
const lastInr = 8_230;

/** Rate of a tenant on a day (-historyDays to 0) in whole rupees per gram of 24 carat. */
export type RateOf = (tenant: number, day: number) => number;

/** The rates of all tenants: one market for all, and a board rate of each tenant that differs by a few rupees. */
export function goldRates(plan: DatasetPlan): RateOf {
  const draw = plan.stream('gold_rates')(0);
  const market: number[] = [];
  for (let day = 0, wander = 0; day <= historyDays; day++) {
    wander = wander * 0.97 + (draw.float() - 0.5) * 80;
    market.push(Math.round(firstInr + ((lastInr - firstInr) * day) / historyDays + wander));
  }
  return (tenant, day) => (market[day + historyDays] ?? lastInr) + ((tenant * 7) % 20);
}

export const goldRatesTable: Table = {
  name: 'gold_rates',
  columns: {
    tenant_id: 'integer',
    rated_on: 'date',
    inr_per_gram_24k: 'integer',
  },
  count: (plan) => plan.request.tenants.length * (historyDays + 1),
  rows: (plan) => {
    const rate = goldRates(plan);
    return (index) => {
      const tenant = evenTenantAt(plan, index);
      const day = Math.floor(index / plan.request.tenants.length) - historyDays;
      return [tenant + 1, day, rate(tenant, day)];
    };
  },
};
