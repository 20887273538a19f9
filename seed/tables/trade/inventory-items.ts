import { inventoryItemsPerTenant, storesPerTenant } from '../../counts.ts';
import { type DatasetPlan, evenTenantAt } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import { skewedRank } from '../../skew.ts';
import type { Table } from '../../table.ts';
import { type Piece, valueInr } from '../../values/pricing.ts';
import { storeId } from '../organisation/stores.ts';
import { goldRates } from './gold-rates.ts';
import { barcodeOf, huidOf } from './marks.ts';
import { type Product, shelves } from './products.ts';
import { stonesOfItem } from './stones-of-item.ts';

/** How many pieces there are in stock or were lately sold, of all tenants. */
export function inventoryItemCount(plan: DatasetPlan): number {
  return plan.request.tenants.length * inventoryItemsPerTenant;
}

/** The product of which item `index` is a piece: more pieces of what sells. */
export function itemProducts(plan: DatasetPlan): (index: number) => Product {
  const stream = plan.stream('inventory_items/products');
  const shelf = shelves(plan);
  return (index) => {
    const products = shelf[evenTenantAt(plan, index)] ?? [];
    const rank = skewedRank(stream(index).float(), products.length, { floor: 0.4, power: 2 });
    return products[rank] as Product;
  };
}

const oldestDays = 540;

/** Four pieces in five lie in a tray. */
function statusOf(u: number): string {
  if (u < 0.8) return 'in-stock';
  if (u < 0.87) return 'reserved';
  return u < 0.96 ? 'sold' : 'in-transit';
}

/** No two pieces of a product weigh the same; coins do. */
function netWeightOf(product: Product, draw: Draw): number {
  if (product.category === 'Coins') return product.weightMg;
  return Math.floor((product.weightMg * draw.int(970, 1_030)) / 1_000);
}

/** What a piece of net weight cost when it came in: metal at that day's rate, half the making that is charged, stones. */
function costInr(product: Product, netWeightMg: number, inrPerGram24k: number): number {
  const making = product.makingInrPerGram - product.metalInrPerGram;
  const piece: Piece = {
    weightMg: netWeightMg,
    purity: product.purity,
    makingInrPerGram: product.metalInrPerGram + Math.floor(making / 2),
    stoneInr: Math.floor((product.stoneInr * 7) / 10),
  };
  return valueInr(piece, inrPerGram24k);
}

export const inventoryItems: Table = {
  name: 'inventory_items',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    store_id: 'integer',
    product_id: 'integer',
    barcode: 'text',
    huid: 'text',
    weight_mg: 'integer',
    net_weight_mg: 'integer',
    status: 'text',
    received_on: 'date',
    cost_inr: 'integer',
  },
  count: inventoryItemCount,
  rows: (plan) => {
    const productOf = itemProducts(plan);
    const stonesOf = stonesOfItem(plan);
    const stream = plan.stream('inventory_items');
    const rate = goldRates(plan);
    return (index) => {
      const tenant = evenTenantAt(plan, index);
      const product = productOf(index);
      const draw = stream(index);
      const receivedOn = -1 - skewedRank(draw.float(), oldestDays, { floor: 0.3, power: 2 });
      const netWeightMg = netWeightOf(product, draw);
      let weightMg = netWeightMg;
      // A carat is 200 mg.
      for (const { caratMilli } of stonesOf(index, product)) weightMg += caratMilli / 5;
      return [
        index + 1,
        tenant + 1,
        storeId(plan, tenant, draw.int(0, storesPerTenant - 1)),
        product.id,
        barcodeOf(index),
        product.metal === 'gold' && product.hallmark !== null ? huidOf(index) : null,
        weightMg,
        netWeightMg,
        statusOf(draw.float()),
        receivedOn,
        costInr(product, netWeightMg, rate(tenant, receivedOn)),
      ];
    };
  },
};
