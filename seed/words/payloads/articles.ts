import { stream } from '../../random.ts';
import type { Piece } from '../../values/pricing.ts';
import { kinds, styles } from '../vocabulary.ts';

/** A piece as an on-line shop names it. */
export interface Article extends Piece {
  title: string;
  sku: string;
  /** Whole grams, as shops ask for the weight of a parcel; at least 1. */
  grams: number;
}

const articleCount = 400;
const draws = stream(916, 'articles');

/** Pieces that are sold on line: the lighter ones of each kind. */
export const articles: readonly Article[] = Array.from({ length: articleCount }, (_, index) => {
  const draw = draws(index);
  const kind = draw.pick(kinds);
  const isCoin = kind.name === 'Coin';
  const purity = isCoin ? 24 : draw.pick([22, 22, 22, 18]);
  const style = isCoin ? draw.pick(['Plain', 'Lakshmi']) : draw.pick(styles);
  const [least, most] = kind.weightMg;
  const weightMg = 10 * draw.int(Math.ceil(least / 10), Math.floor((least + most) / 20));
  return {
    title: `${style} ${kind.name} ${purity}K`,
    sku: `${kind.code}-${purity}-${String(draw.int(1, 600)).padStart(4, '0')}`,
    weightMg,
    grams: Math.max(1, Math.floor(weightMg / 1_000 + 0.5)),
    purity,
    makingInrPerGram: draw.int(...kind.makingInrPerGram),
    stoneInr: 0,
  };
});
