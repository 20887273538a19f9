/** What a price follows from. */
export interface Piece {
  weightMg: number;
  purity: number;
  makingInrPerGram: number;
  stoneInr: number;
}

const gstPercent = 3;

/** Whole rupees: (weight x rate x purity / 24 + weight x making + stones) + 3 % GST, rounded half up, exact until then. */
export function priceInr(piece: Piece, inrPerGram24k: number): number {
  const perGramTimes24 = inrPerGram24k * piece.purity + piece.makingInrPerGram * 24;
  const times24000 = piece.weightMg * perGramTimes24 + piece.stoneInr * 24_000;
  return Math.floor((times24000 * (100 + gstPercent)) / 2_400_000 + 0.5);
}
