import { childrenBefore, itemsOfOrders, parentOf } from '../../counts.ts';
import type { Table } from '../../table.ts';
import { orderAt, orders } from './orders.ts';

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
  },
  count: (plan) => childrenBefore(itemsOfOrders, orders.count(plan)),
  rows: (plan) => {
    const at = orderAt(plan);
    let last = { parent: -1, order: null as ReturnType<typeof at> | null };
    return (index) => {
      const { parent, child } = parentOf(itemsOfOrders, index);
      // Rows are mostly asked for in order, and an order's items come one after another.
      if (last.parent !== parent) last = { parent, order: at(parent) };
      const item = last.order?.items[child];
      if (!last.order || !item) throw new Error(`no item ${index}`);
      const { productId, quantity, weightMg, priceInr } = item;
      return [index + 1, last.order.tenant + 1, parent + 1, productId, quantity, weightMg, priceInr];
    };
  },
};
