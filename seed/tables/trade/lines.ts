import type { Draw } from '../../random.ts';
import type { Skew } from '../../registration.ts';
import { skewedRank } from '../../skew.ts';
import { priceInr } from '../../values/pricing.ts';
import type { Product } from './products.ts';

/** A line of an order or a quote. */
export interface Line {
  product: Product;
  quantity: number;
  /** Of all pieces of the line, with tax. */
  priceInr: number;
}

/** A few products make most of the sales. */
const popularity: Skew = { floor: 0.1, power: 2 };

/** Nobody takes two of a piece that costs this much. */
const pairBelowInr = 100_000;

/** Fills a line with a product of the shelf at the price that the rate gives. */
export function drawLine(line: Line, shelf: readonly Product[], inrPerGram24k: number, draw: Draw): void {
  const product = shelf[skewedRank(draw.float(), shelf.length, popularity)];
  if (product === undefined) throw new Error('an empty shelf');
  line.product = product;
  const pieceInr = priceInr(product, inrPerGram24k);
  line.quantity = draw.chance(0.1) && pieceInr < pairBelowInr ? 2 : 1;
  line.priceInr = line.quantity * pieceInr;
}

/** Lines to be filled, made once and used again: as many as an order or a quote has at most. */
export function emptyLines(count: number, shelf: readonly Product[]): Line[] {
  const product = shelf[0];
  if (product === undefined) throw new Error('an empty shelf');
  return Array.from({ length: count }, () => ({ product, quantity: 0, priceInr: 0 }));
}
