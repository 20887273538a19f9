import { type Draw, stream } from '../random.ts';
import { kinds, styles } from './vocabulary.ts';

/** Ready-made texts are the same for every dataset; what differs from seed to seed is which of them a row draws. */
const textSeed = 916;

/** Kinds of jewellery that a sentence takes after "a" and with any style: neither the plural nor plain coins. */
const spokenKinds = kinds.filter(({ name }) => name !== 'Coin' && name !== 'Earrings');
const styleWords = styles.map((style) => style.toLowerCase());
const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** What customer and jeweller alike may say that something is for. */
const occasions = [
  'the wedding',
  'the engagement',
  'the anniversary',
  'the naming ceremony',
  'the birthday',
  'the house-warming',
  'Dhanteras',
  'Akshaya Tritiya',
  'Diwali',
];

/** About what a gram of a finished piece costs. */
const inrPerGram = 7_000;
const lakh = 100_000;

/** The words that one text is filled with: each is drawn once, so that a mail's body speaks of what its subject does. */
export type Words = Readonly<Record<string, string>>;

/** Draws the words of one text: of one piece, with a weight and a price that its kind can have. */
export function wordsFrom(draw: Draw): Words {
  const kind = draw.pick(spokenKinds);
  const [least, most] = kind.weightMg;
  const weight = draw.int(least, Math.floor((least + most) / 2));
  const more = draw.int(weight + Math.floor((most - least) / 8), most);
  const price = Math.floor((weight * inrPerGram) / 1_000 / 100) * 100;
  const hundreds = Math.floor(price / 100);
  return {
    kind: kind.name.toLowerCase(),
    style: draw.pick(styleWords),
    occasion: draw.pick(occasions),
    day: draw.pick(days),
    hour: `${draw.int(11, 12)}:${draw.pick(['00', '15', '30', '45'])}`,
    evening: `${draw.int(4, 8)}:${draw.pick(['00', '30'])}`,
    grams: inGrams(weight),
    more: inGrams(more),
    size: String(draw.int(8, 24)),
    number: String(draw.int(2, 9)),
    price: inGroups(price),
    budget: budgetText(price),
    // A part of the price.
    rupees: inGroups(draw.int(Math.ceil(hundreds / 4), hundreds) * 100),
    instalment: inGroups(draw.int(2, 20) * 500),
    rate: inGroups(draw.int(5_300, 7_600)),
  };
}

function inGrams(weightMg: number): string {
  const tenths = Math.floor(weightMg / 100);
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}

function budgetText(inr: number): string {
  if (inr < lakh) return `Rs ${inGroups(inr)}`;
  const tenths = Math.floor(inr / (lakh / 10));
  return `${Math.floor(tenths / 10)}.${tenths % 10} lakh`;
}

/**
 * `wanted` texts made of `templates` in turn, each word in braces replaced by one of the trade. Made once, because
 * composing a text for every row would take most of the time of a seeding. Plain ASCII where the templates are.
 */
export function textsOf(name: string, templates: readonly string[], wanted: number): readonly string[] {
  const draws = stream(textSeed, `texts/${name}`);
  const texts: string[] = [];
  for (let index = 0; index < wanted; index++)
    texts.push(filled(templates[index % templates.length] as string, wordsFrom(draws(index))));
  return texts;
}

/** The template with its words put in; a word that is not known stays as it is. */
export function filled(template: string, words: Words): string {
  return template
    .replace(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole)
    .replace(/\ba (?=[aeiou])/gi, (article) => `${article.charAt(0)}n `);
}

/** A whole number as it is written in India: 1,45,000. */
export function inGroups(whole: number): string {
  const digits = String(whole);
  if (digits.length <= 3) return digits;
  return `${digits.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ',')},${digits.slice(-3)}`;
}
