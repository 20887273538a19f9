export interface Piece {
  weightMg: number;
  /** Carat: 24 is pure. */
  purity: number;
  makingInrPerGram: number;
  stoneInr: number;
}

/** Goods and services tax on jewellery, in percent. */
const gstPercent = 3;

/**
 * Price of one piece in whole rupees: (weight x rate x purity / 24 + weight x making + stones) + GST, rounded half up.
 * Every product on the way is a whole number below 2^53 until the one division, so the result is exact.
 */
export function priceInr(piece: Piece, inrPerGram24k: number): number {
  const perGramTimes24 = inrPerGram24k * piece.purity + piece.makingInrPerGram * 24;
  const times24000 = piece.weightMg * perGramTimes24 + piece.stoneInr * 24_000;
  return Math.floor((times24000 * (100 + gstPercent)) / 2_400_000 + 0.5);
}
