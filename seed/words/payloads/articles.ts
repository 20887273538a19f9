import { stream } from '../../random.ts';
import { kinds, styles } from '../vocabulary.ts';

/** A piece as an on-line shop names it. */
export interface Article {
  title: string;
  sku: string;
}

const articleCount = 400;
const draws = stream(916, 'articles');

/** Pieces that are sold on line. */
export const articles: readonly Article[] = Array.from({ length: articleCount }, (_, index) => {
  const draw = draws(index);
  const kind = draw.pick(kinds);
  const purity = draw.pick([22, 22, 22, 18]);
  return {
    title: `${draw.pick(styles)} ${kind.name} ${purity}K`,
    sku: `${kind.code}-${purity}-${String(draw.int(1, 600)).padStart(4, '0')}`,
  };
});
