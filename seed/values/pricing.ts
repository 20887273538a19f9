export interface Piece {
  weightMg: number;
  /** Carat: 24 is pure. 0 is not priced by the gold rate: its price is its tag, all of it in `makingInrPerGram`. */
  purity: number;
  makingInrPerGram: number;
  stoneInr: number;
}

/** Goods and services tax on jewellery, in percent. */
const gstPercent = 3;

/** 24,000 times the price before tax: a whole number below 2^53, because every product on the way is one. */
function times24000(piece: Piece, inrPerGram24k: number): number {
  const perGramTimes24 = inrPerGram24k * piece.purity + piece.makingInrPerGram * 24;
  return piece.weightMg * perGramTimes24 + piece.stoneInr * 24_000;
}

/**
 * Price of one piece in whole rupees: (weight x rate x purity / 24 + weight x making + stones) + GST, rounded half up.
 * Every product on the way is a whole number below 2^53 until the one division, so the result is exact.
 */
export function priceInr(piece: Piece, inrPerGram24k: number): number {
  return Math.floor((times24000(piece, inrPerGram24k) * (100 + gstPercent)) / 2_400_000 + 0.5);
}

/** The price before tax of one piece in whole rupees, rounded half up. What `priceInr` has above it is the tax. */
export function valueInr(piece: Piece, inrPerGram24k: number): number {
  return Math.floor(times24000(piece, inrPerGram24k) / 24_000 + 0.5);
}

/** What the making of a weight costs in whole rupees, rounded half up. */
export function makingInr(weightMg: number, inrPerGram: number): number {
  return Math.floor((weightMg * inrPerGram) / 1_000 + 0.5);
}

/** Value of the metal in one gram of `fineness` per mille, in whole rupees, rounded up as tags are. */
export function metalInrPerGram(inrPerKg: number, fineness: number): number {
  return Math.ceil((inrPerKg * fineness) / 1_000_000);
}

/** Old gold, as it was weighed and tested. */
export interface OldGold {
  weightMg: number;
  /** Carat. */
  purity: number;
  /** What the jeweller keeps for melting and refining. */
  deductionPercent: number;
}

/** What is given for old gold in whole rupees, rounded down; exact, as `priceInr` is. */
export function oldGoldInr({ weightMg, purity, deductionPercent }: OldGold, inrPerGram24k: number): number {
  return Math.floor((weightMg * inrPerGram24k * purity * (100 - deductionPercent)) / 2_400_000);
}

/** The greatest weight, in steps of 10 mg as the scale shows it, for which at most `mostInr` is given. */
export function oldGoldWeightMg(
  mostInr: number,
  gold: Omit<OldGold, 'weightMg'>,
  inrPerGram24k: number,
): number {
  const perMgTimes2400000 = inrPerGram24k * gold.purity * (100 - gold.deductionPercent);
  return 10 * Math.floor((mostInr * 240_000) / perMgTimes2400000);
}
