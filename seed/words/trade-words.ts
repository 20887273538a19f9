/** Words of goods, stones, schemes and the workshop. */

import type { Kind } from './vocabulary.ts';

/** How often a shop has a kind of gold jewellery, for those that are more common than the rest. */
export const kindShares: Readonly<Record<string, number>> = {
  Ring: 5,
  Earrings: 5,
  Chain: 4,
  Pendant: 4,
  Bangle: 3,
  Mangalsutra: 3,
  'Nose pin': 2,
  Jhumka: 2,
  Necklace: 2,
  Coin: 2,
};

/** Silver goods, with the making charge in rupees per gram that their tag contains; a kind as often as it is sold. */
export const silverKinds: readonly Kind[] = [
  { name: 'Anklet', code: 'ANK', weightMg: [20_000, 120_000], makingInrPerGram: [20, 60] },
  { name: 'Anklet', code: 'ANK', weightMg: [20_000, 120_000], makingInrPerGram: [20, 60] },
  { name: 'Toe ring', code: 'TOE', weightMg: [2_000, 8_000], makingInrPerGram: [25, 80] },
  { name: 'Toe ring', code: 'TOE', weightMg: [2_000, 8_000], makingInrPerGram: [25, 80] },
  { name: 'Bangle', code: 'BAN', weightMg: [15_000, 60_000], makingInrPerGram: [25, 70] },
  { name: 'Chain', code: 'CHN', weightMg: [8_000, 50_000], makingInrPerGram: [20, 55] },
  { name: 'Ring', code: 'RNG', weightMg: [3_000, 12_000], makingInrPerGram: [30, 90] },
  { name: 'Earrings', code: 'EAR', weightMg: [3_000, 20_000], makingInrPerGram: [35, 95] },
  { name: 'Coin', code: 'COI', weightMg: [5_000, 100_000], makingInrPerGram: [5, 12] },
  { name: 'Coin', code: 'COI', weightMg: [5_000, 100_000], makingInrPerGram: [5, 12] },
  { name: 'Puja plate', code: 'PUJ', weightMg: [100_000, 600_000], makingInrPerGram: [15, 35] },
  { name: 'Lamp', code: 'LAM', weightMg: [80_000, 500_000], makingInrPerGram: [15, 40] },
  { name: 'Tumbler', code: 'TUM', weightMg: [60_000, 200_000], makingInrPerGram: [15, 30] },
];

/** Platinum goods. Platinum is hard to work: making costs more than in gold. */
export const platinumKinds: readonly Kind[] = [
  { name: 'Ring', code: 'RNG', weightMg: [3_000, 9_000], makingInrPerGram: [900, 1_800] },
  { name: 'Chain', code: 'CHN', weightMg: [8_000, 25_000], makingInrPerGram: [800, 1_500] },
  { name: 'Kada', code: 'KAD', weightMg: [18_000, 45_000], makingInrPerGram: [800, 1_400] },
  { name: 'Pendant', code: 'PEN', weightMg: [2_000, 7_000], makingInrPerGram: [900, 1_800] },
];

/** Styles that platinum comes in. */
export const platinumStyles = ['Plain', 'Diamond-cut', 'Daily-wear', 'Bridal'] as const;

/** Set with stones by their nature. BIS does not ask for a hallmark on them. */
export const stoneSettings: ReadonlySet<string> = new Set(['Kundan', 'Polki', 'Jadau']);

/** Department of the shop by kind of goods. */
export const categories: Readonly<Record<string, string>> = {
  Ring: 'Rings',
  Earrings: 'Earrings',
  Jhumka: 'Earrings',
  Bangle: 'Bangles',
  Kada: 'Bangles',
  Chain: 'Chains',
  Mangalsutra: 'Mangalsutras',
  Necklace: 'Necklaces',
  Haaram: 'Necklaces',
  Pendant: 'Pendants',
  'Nose pin': 'Nose pins',
  Anklet: 'Anklets',
  'Toe ring': 'Toe rings',
  Vanki: 'Armlets',
  Coin: 'Coins',
  'Puja plate': 'Silverware',
  Lamp: 'Silverware',
  Tumbler: 'Silverware',
};

/** A stone as it is listed with a piece. */
export interface StoneKind {
  name: string;
  /** What a carat of it costs in a piece. */
  inrPerCarat: readonly [from: number, to: number];
  /** Weight of a single stone, in thousandths of a carat. */
  singleCaratMilli: number;
  colours: readonly string[];
  /** Empty where the trade does not grade it. */
  clarities: readonly string[];
}

export const diamond: StoneKind = {
  name: 'diamond',
  inrPerCarat: [55_000, 90_000],
  singleCaratMilli: 20,
  colours: ['E', 'F', 'F', 'G', 'G', 'H', 'H', 'I', 'I', 'J'],
  clarities: ['VVS1', 'VVS2', 'VS1', 'VS2', 'VS2', 'SI1', 'SI1', 'SI2'],
};

/** Uncut diamonds, the main stones of Polki, Jadau and Kundan work. */
export const polki: StoneKind = {
  name: 'polki',
  inrPerCarat: [9_000, 20_000],
  singleCaratMilli: 150,
  colours: ['white', 'white', 'off-white', 'light brown'],
  clarities: [],
};

export const colouredStones: readonly StoneKind[] = [
  {
    name: 'ruby',
    inrPerCarat: [3_000, 9_000],
    singleCaratMilli: 180,
    colours: ['red', 'deep red', 'pinkish red'],
    clarities: [],
  },
  {
    name: 'emerald',
    inrPerCarat: [3_500, 10_000],
    singleCaratMilli: 180,
    colours: ['green', 'deep green', 'bluish green'],
    clarities: [],
  },
  {
    name: 'pearl',
    inrPerCarat: [400, 1_200],
    singleCaratMilli: 600,
    colours: ['white', 'cream', 'golden'],
    clarities: [],
  },
  {
    name: 'sapphire',
    inrPerCarat: [4_000, 12_000],
    singleCaratMilli: 200,
    colours: ['blue', 'royal blue', 'yellow'],
    clarities: [],
  },
  {
    name: 'coral',
    inrPerCarat: [600, 1_500],
    singleCaratMilli: 500,
    colours: ['red', 'orange red'],
    clarities: [],
  },
];

/** Who certifies diamonds, as often as a jeweller in India uses it, and how its report numbers begin. */
export const gemLabs: readonly { name: string; prefix: string }[] = [
  { name: 'IGI', prefix: '5' },
  { name: 'IGI', prefix: '6' },
  { name: 'IGI', prefix: '6' },
  { name: 'SGL', prefix: '12' },
  { name: 'SGL', prefix: '13' },
  { name: 'GIA', prefix: '22' },
];

/** A gold scheme: the customer pays so many months, the jeweller adds a bonus when it is redeemed. */
export interface SchemeTerms {
  name: string;
  months: number;
  /** Of one instalment. */
  bonusPercent: number;
  minimumInr: number;
}

/** The law on deposits gives a jeweller eleven months at most. */
export const schemeTerms: readonly SchemeTerms[] = [
  { name: '11+1 monthly gold scheme', months: 11, bonusPercent: 100, minimumInr: 1_000 },
  { name: 'Ten-month making charge saver', months: 10, bonusPercent: 75, minimumInr: 2_000 },
  { name: 'Six-month festival scheme', months: 6, bonusPercent: 40, minimumInr: 500 },
];

/** What is brought to be repaired, with what it costs in rupees. */
export const repairJobs: readonly { text: string; estimateInr: readonly [from: number, to: number] }[] = [
  { text: 'Chain broken near the hook, solder and polish', estimateInr: [250, 900] },
  { text: 'Chain to be shortened by two inches, links given back', estimateInr: [200, 500] },
  { text: 'Hook of the necklace lost, put in a new one', estimateInr: [900, 3_500] },
  { text: 'Ring two sizes smaller', estimateInr: [300, 1_200] },
  { text: 'Ring one size larger, add gold', estimateInr: [1_500, 6_000] },
  { text: 'Ring bent out of round, no stones', estimateInr: [200, 600] },
  { text: 'Prong worn, centre stone loose', estimateInr: [400, 1_800] },
  { text: 'Two stones missing, match and set', estimateInr: [1_200, 9_000] },
  { text: 'Kundan stone fallen out, brought along', estimateInr: [500, 2_000] },
  { text: 'Earring screw lost, make one pair', estimateInr: [700, 2_800] },
  { text: 'Jhumka: bottom bead strings to be done again', estimateInr: [400, 1_500] },
  { text: 'Earring post broken, solder', estimateInr: [200, 700] },
  { text: 'Bangle dented, bring back into shape', estimateInr: [300, 1_000] },
  { text: 'Bangle to be cut and fitted with a screw', estimateInr: [1_000, 3_500] },
  { text: 'Kada lock does not hold', estimateInr: [500, 2_200] },
  { text: 'Mangalsutra: string black beads anew, keep both cups', estimateInr: [600, 2_500] },
  { text: 'Mangalsutra pendant loop worn through', estimateInr: [300, 1_200] },
  { text: 'Nose pin bent, straighten', estimateInr: [100, 300] },
  { text: 'Anklet: three bells missing', estimateInr: [300, 1_100] },
  { text: 'Haaram: clean, polish, check all settings', estimateInr: [800, 2_500] },
  { text: 'Wedding set: ultrasonic cleaning and rhodium on the white parts', estimateInr: [1_200, 4_000] },
  { text: 'Meenakari chipped at the edge, fill and fire', estimateInr: [1_500, 6_000] },
  { text: 'Engrave both names and the date inside', estimateInr: [400, 1_200] },
  { text: 'Polish before the wedding, free under the purchase promise', estimateInr: [0, 0] },
];
