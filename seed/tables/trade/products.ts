import { productsPerTenant } from '../../counts.ts';
import { type DatasetPlan, evenTenantAt } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import { scattered, skewedRank } from '../../skew.ts';
import type { Table } from '../../table.ts';
import { metalInrPerGram, type Piece } from '../../values/pricing.ts';
import {
  categories,
  kindShares,
  platinumKinds,
  platinumStyles,
  silverKinds,
  stoneSettings,
} from '../../words/trade-words.ts';
import { type Kind, kinds, styles } from '../../words/vocabulary.ts';

type Metal = 'gold' | 'silver' | 'platinum';

export interface Product extends Piece {
  id: number;
  sku: string;
  name: string;
  category: string;
  style: string;
  metal: Metal;
  /** Parts of pure metal in a thousand. */
  fineness: number;
  /** What is stamped on it, or null where nothing is. */
  hallmark: string | null;
  /** Value of the metal in a gram, which `makingInrPerGram` contains: silver and platinum go by tag. 0 for gold. */
  metalInrPerGram: number;
  active: boolean;
}

/** Most of Indian gold jewellery is 22 carat; 18 carat holds diamonds better. */
const purities = [22, 22, 22, 22, 22, 22, 22, 18, 18] as const;
const finenessOfPurity: Readonly<Record<number, number>> = { 18: 750, 22: 916, 24: 999 };

/** Rates of the day on which the tags were last written. */
const silverInrPerKg = 98_500;
const platinumInrPerKg = 3_050_000;

/** Lighter gold needs no hallmark. */
const hallmarkFromMg = 2_000;

/** What differs with the metal. */
interface Goods
  extends Pick<
    Product,
    'metal' | 'style' | 'purity' | 'fineness' | 'metalInrPerGram' | 'stoneInr' | 'hallmark'
  > {
  /** How the metal stands in the article number, and in the name. */
  mark: string;
  title: string;
}

/** Product `index` of the products table. */
function productAt(plan: DatasetPlan): (index: number) => Product {
  const stream = plan.stream('products');
  return (index) => {
    const draw = stream(index);
    const kind = kindOf(draw);
    const [lightest, heaviest] = kind.weightMg;
    // Light pieces are common and heavy ones rare.
    const weightMg = lightest + skewedRank(draw.float(), heaviest - lightest, { floor: 0.3, power: 2 });
    const making = draw.int(...kind.makingInrPerGram);
    const goods = goodsOf(kind, weightMg, draw);
    const number = String(Math.floor(index / plan.request.tenants.length) + 1).padStart(4, '0');
    // Each field by its name: objects of one shape are what makes pricing them quick.
    return {
      id: index + 1,
      weightMg,
      purity: goods.purity,
      makingInrPerGram: goods.metalInrPerGram + making,
      stoneInr: goods.stoneInr,
      metalInrPerGram: goods.metalInrPerGram,
      sku: `${kind.code}-${goods.mark}-${number}`,
      name: `${goods.style} ${kind.name} ${goods.title}`,
      category: categories[kind.name] ?? kind.name,
      style: goods.style,
      metal: goods.metal,
      fineness: goods.fineness,
      hallmark: goods.hallmark,
      active: !draw.chance(0.05),
    };
  };
}

/** Kinds of gold jewellery, one as often as a shop has it. */
const goldKinds: readonly Kind[] = kinds.flatMap((kind) =>
  new Array<Kind>(kindShares[kind.name] ?? 1).fill(kind),
);

/** Nine in ten products are gold. */
function kindOf(draw: Draw): Kind {
  const u = draw.float();
  if (u < 0.87) return draw.pick(goldKinds);
  return draw.pick(u < 0.96 ? silverKinds : platinumKinds);
}

function goodsOf(kind: Kind, weightMg: number, draw: Draw): Goods {
  if (platinumKinds.includes(kind)) return platinumGoods(weightMg, draw);
  return silverKinds.includes(kind) ? silverGoods(kind, draw) : goldGoods(kind, weightMg, draw);
}

function goldGoods(kind: Kind, weightMg: number, draw: Draw): Goods {
  const coin = kind.name === 'Coin';
  const purity = coin ? 24 : draw.pick(purities);
  const style = coin ? draw.pick(['Plain', 'Lakshmi']) : draw.pick(styles);
  const fineness = finenessOfPurity[purity] as number;
  const set = stoneSettings.has(style);
  const stones = !coin && draw.chance(set || purity === 18 ? 0.95 : 0.2);
  const exempt = weightMg < hallmarkFromMg || set;
  return {
    metal: 'gold',
    style,
    purity,
    fineness,
    metalInrPerGram: 0,
    stoneInr: stones ? stoneInrOf(weightMg, purity === 18, draw) : 0,
    hallmark: exempt ? null : `${purity}K${fineness}`,
    mark: String(purity),
    title: `${purity}K`,
  };
}

/** What the stones of a piece cost: a larger piece holds more of them, and diamonds cost the most. */
function stoneInrOf(weightMg: number, diamonds: boolean, draw: Draw): number {
  const mostHundreds = diamonds
    ? Math.min(2_000, 20 + Math.floor(weightMg / 10))
    : Math.min(400, 20 + Math.floor(weightMg / 20));
  return 100 * draw.int(5, mostHundreds);
}

function silverGoods(kind: Kind, draw: Draw): Goods {
  const fineness = kind.name === 'Coin' ? 999 : 925;
  return {
    metal: 'silver',
    style: draw.pick(kind.name === 'Coin' ? ['Plain', 'Lakshmi'] : ['Plain', 'Antique', 'Nakshi', 'Lotus']),
    purity: 0,
    fineness,
    metalInrPerGram: metalInrPerGram(silverInrPerKg, fineness),
    stoneInr: 0,
    // A hallmark on silver is up to the jeweller.
    hallmark: draw.chance(0.4) ? `SILVER ${fineness}` : null,
    mark: `S${fineness}`,
    title: `Silver ${fineness}`,
  };
}

function platinumGoods(weightMg: number, draw: Draw): Goods {
  const style = draw.pick(platinumStyles);
  return {
    metal: 'platinum',
    style,
    purity: 0,
    fineness: 950,
    metalInrPerGram: metalInrPerGram(platinumInrPerKg, 950),
    stoneInr: draw.chance(0.5) ? stoneInrOf(weightMg, true, draw) : 0,
    // BIS marks gold and silver only.
    hallmark: null,
    mark: 'P950',
    title: 'Platinum 950',
  };
}

/** Products of each tenant, what sells most first. */
export type Shelves = readonly (readonly Product[])[];

/** All products by tenant; their number does not grow with the customers. */
export function shelves(plan: DatasetPlan): Shelves {
  return plan.once('shelves', () => {
    const at = productAt(plan);
    const tenants = plan.request.tenants.length;
    return plan.request.tenants.map((_, tenant) =>
      Array.from({ length: productsPerTenant }, (_, rank) =>
        at(scattered(rank, productsPerTenant) * tenants + tenant),
      ),
    );
  });
}

/** Gold of weight, which is what people bring old gold for and pay in instalments. */
const heavyFromMg = 6_000;

/** The heavier gold by tenant. */
export function heavyShelves(plan: DatasetPlan): Shelves {
  return plan.once('heavy-shelves', () =>
    shelves(plan).map((shelf) =>
      shelf.filter(({ metal, weightMg }) => metal === 'gold' && weightMg >= heavyFromMg),
    ),
  );
}

export const products: Table = {
  name: 'products',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    sku: 'text',
    name: 'text',
    category: 'text',
    metal: 'text',
    purity: 'smallint',
    fineness: 'smallint',
    hallmark: 'text',
    weight_mg: 'integer',
    making_inr_per_gram: 'integer',
    stone_inr: 'integer',
    active: 'boolean',
  },
  count: (plan) => plan.request.tenants.length * productsPerTenant,
  rows: (plan) => {
    const at = productAt(plan);
    return (index) => {
      const product = at(index);
      return [
        index + 1,
        evenTenantAt(plan, index) + 1,
        product.sku,
        product.name,
        product.category,
        product.metal,
        product.purity,
        product.fineness,
        product.hallmark,
        product.weightMg,
        product.makingInrPerGram,
        product.stoneInr,
        product.active,
      ];
    };
  },
};
