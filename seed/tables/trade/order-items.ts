import type { Table } from '../../table.ts';
import { makingInr, valueInr } from '../../values/pricing.ts';
import { goldRates } from './gold-rates.ts';
import type { Line } from './lines.ts';
import { orderFamilies } from './order-families.ts';
import { orderAt } from './orders.ts';

export const orderItems: Table = {
  name: 'order_items',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    order_id: 'integer',
    product_id: 'integer',
    quantity: 'smallint',
    weight_mg: 'integer',
    price_inr: 'bigint',
    metal_inr: 'integer',
    making_inr: 'integer',
    stone_inr: 'integer',
    gst_inr: 'integer',
  },
  count: (plan) => orderFamilies(plan).items.total,
  rows: (plan) => {
    const at = orderAt(plan);
    const { items } = orderFamilies(plan);
    const rate = goldRates(plan);
    return (index) => {
      const parent = items.parentOf(index);
      const order = at(parent);
      const { product, quantity, priceInr } = order.lines[index - items.childrenBefore(parent)] as Line;
      const value = quantity * valueInr(product, rate(order.tenant, order.day));
      const making =
        quantity * makingInr(product.weightMg, product.makingInrPerGram - product.metalInrPerGram);
      const stones = quantity * product.stoneInr;
      return [
        index + 1,
        order.tenant + 1,
        parent + 1,
        product.id,
        quantity,
        product.weightMg,
        priceInr,
        value - making - stones,
        making,
        stones,
        priceInr - value,
      ];
    };
  },
};
