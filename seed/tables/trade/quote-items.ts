import type { Table } from '../../table.ts';
import type { Line } from './lines.ts';
import { itemsFamily, quoteAt } from './quotes.ts';

export const quoteItems: Table = {
  name: 'quote_items',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    quote_id: 'integer',
    product_id: 'integer',
    quantity: 'smallint',
    weight_mg: 'integer',
    price_inr: 'bigint',
  },
  count: (plan) => itemsFamily(plan).total,
  rows: (plan) => {
    const at = quoteAt(plan);
    const items = itemsFamily(plan);
    return (index) => {
      const parent = items.parentOf(index);
      const { tenant, lines } = at(parent);
      const { product, quantity, priceInr } = lines[index - items.childrenBefore(parent)] as Line;
      return [index + 1, tenant + 1, parent + 1, product.id, quantity, product.weightMg, priceInr];
    };
  },
};
