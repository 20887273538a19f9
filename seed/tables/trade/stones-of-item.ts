import type { DatasetPlan } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import { colouredStones, diamond, polki, type StoneKind, stoneSettings } from '../../words/trade-words.ts';
import type { Product } from './products.ts';

/** Stones of one kind in a piece. */
export interface Stones {
  kind: StoneKind;
  /** All of them together, in thousandths of a carat: a multiple of 5, so that it is whole in milligrams. */
  caratMilli: number;
  pieces: number;
}

const none: readonly Stones[] = [];

/** The stones of inventory item `index`, at most two kinds: those that the product's price contains, and none else. */
export function stonesOfItem(plan: DatasetPlan): (index: number, product: Product) => readonly Stones[] {
  const stream = plan.stream('inventory_items/stones');
  return (index, product) => {
    if (product.stoneInr === 0) return none;
    const draw = stream(index);
    const main = mainKind(product, draw);
    const mixed = main !== diamond && draw.chance(0.6);
    const second = draw.pick(colouredStones);
    if (!mixed || second === main) return [stonesWorth(product.stoneInr, main, draw)];
    const mainInr = Math.floor((product.stoneInr * draw.int(60, 85)) / 100);
    return [stonesWorth(mainInr, main, draw), stonesWorth(product.stoneInr - mainInr, second, draw)];
  };
}

/** Diamonds are set in 18 carat and platinum, uncut ones in the old ways of Rajasthan. */
function mainKind({ style, purity }: Product, draw: Draw): StoneKind {
  if (stoneSettings.has(style)) return polki;
  return purity === 18 || purity === 0 ? diamond : draw.pick(colouredStones);
}

function stonesWorth(inr: number, kind: StoneKind, draw: Draw): Stones {
  const inrPerCarat = draw.int(...kind.inrPerCarat);
  const caratMilli = Math.max(5, 5 * Math.floor((inr * 200) / inrPerCarat));
  const single = kind.singleCaratMilli * draw.int(1, 3);
  return { kind, caratMilli, pieces: Math.max(1, Math.floor(caratMilli / single)) };
}
