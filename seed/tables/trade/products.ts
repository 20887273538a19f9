import { productsPerTenant } from '../../counts.ts';
import { type DatasetPlan, evenTenantAt } from '../../plan.ts';
import type { Piece } from '../../pricing.ts';
import { skewedRank } from '../../skew.ts';
import type { Table } from '../../table.ts';
import { kinds, styles } from '../../vocabulary.ts';

export interface Product extends Piece {
  sku: string;
  name: string;
}

/** Most of Indian gold jewellery is 22 carat. */
const purities = [22, 22, 22, 22, 22, 22, 18, 18, 24] as const;

/** Product `index` of the products table. */
function productAt(plan: DatasetPlan): (index: number) => Product {
  const stream = plan.stream('products');
  return (index) => {
    const draw = stream(index);
    const kind = draw.pick(kinds);
    const [lightest, heaviest] = kind.weightMg;
    // Light pieces are common and heavy ones rare.
    const weightMg = lightest + skewedRank(draw.float(), heaviest - lightest, { floor: 0.3, power: 2 });
    const purity = kind.name === 'Coin' ? 24 : draw.pick(purities);
    const style = draw.pick(styles);
    return {
      sku: `${kind.code}-${purity}-${String(Math.floor(index / plan.request.tenants.length) + 1).padStart(4, '0')}`,
      name: `${style} ${kind.name} ${purity}K`,
      weightMg,
      purity,
      makingInrPerGram: draw.int(...kind.makingInrPerGram),
      stoneInr: draw.chance(0.3) ? draw.int(5, 400) * 100 : 0,
    };
  };
}

/** All products; their number does not grow with the customers. */
export function catalogue(plan: DatasetPlan): Product[] {
  const at = productAt(plan);
  return Array.from({ length: products.count(plan) }, (_, index) => at(index));
}

export const products: Table = {
  name: 'products',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    sku: 'text',
    name: 'text',
    weight_mg: 'integer',
    purity: 'smallint',
    making_inr_per_gram: 'integer',
    stone_inr: 'integer',
  },
  count: (plan) => plan.request.tenants.length * productsPerTenant,
  rows: (plan) => {
    const at = productAt(plan);
    return (index) => {
      const { sku, name, weightMg, purity, makingInrPerGram, stoneInr } = at(index);
      return [
        index + 1,
        evenTenantAt(plan, index) + 1,
        sku,
        name,
        weightMg,
        purity,
        makingInrPerGram,
        stoneInr,
      ];
    };
  },
};
