import type { DatasetPlan } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { momentOf, openingSecond } from '../../time/calendar.ts';
import { type OldGold, oldGoldInr, oldGoldWeightMg } from '../../values/pricing.ts';
import { goldRates } from './gold-rates.ts';
import { orderFamilies } from './order-families.ts';
import { type Order, orderAt } from './orders.ts';

/** Old gold given for an order, at the rate of the order's day. */
interface Exchange extends OldGold {
  inrPerGram24k: number;
  valueInr: number;
  /** Second of the order's day. */
  testedAt: number;
}

/** Grandmother's bangles are 22 carat by word and often less by the machine. */
const testedPurities = [22, 22, 22, 21, 21, 20, 20, 18] as const;

/** The old gold of an order that has some: worth an eighth to six tenths of it. The same object is filled anew. */
export function exchangeOf(plan: DatasetPlan): (order: Order) => Exchange {
  const stream = plan.stream('old_gold_exchanges');
  const rate = goldRates(plan);
  const exchange: Exchange = {
    weightMg: 0,
    purity: 22,
    deductionPercent: 0,
    inrPerGram24k: 0,
    valueInr: 0,
    testedAt: 0,
  };
  return ({ index, tenant, day, second, totalInr }) => {
    const draw = stream(index);
    exchange.purity = draw.pick(testedPurities);
    exchange.deductionPercent = draw.int(2, 8);
    exchange.inrPerGram24k = rate(tenant, day);
    const mostInr = Math.floor((totalInr * draw.int(125, 600)) / 1_000);
    exchange.weightMg = oldGoldWeightMg(mostInr, exchange, exchange.inrPerGram24k);
    exchange.valueInr = oldGoldInr(exchange, exchange.inrPerGram24k);
    exchange.testedAt = Math.max(openingSecond, second - draw.int(600, 2_400));
    return exchange;
  };
}

export const oldGoldExchanges: Table = {
  name: 'old_gold_exchanges',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    order_id: 'integer',
    weight_mg: 'integer',
    purity: 'smallint',
    rate_inr_per_gram_24k: 'integer',
    deduction_percent: 'smallint',
    value_inr: 'bigint',
    tested_at: 'moment',
  },
  count: (plan) => orderFamilies(plan).exchanges.total,
  rows: (plan) => {
    const at = orderAt(plan);
    const { exchanges } = orderFamilies(plan);
    const oldGold = exchangeOf(plan);
    return (index) => {
      const order = at(exchanges.parentOf(index));
      const { weightMg, purity, inrPerGram24k, deductionPercent, valueInr, testedAt } = oldGold(order);
      return [
        index + 1,
        order.tenant + 1,
        order.index + 1,
        weightMg,
        purity,
        inrPerGram24k,
        deductionPercent,
        valueInr,
        momentOf(order.day, testedAt),
      ];
    };
  },
};
