import { type Draw, stream } from '../random.ts';
import { kinds, occasions, styles } from './vocabulary.ts';

/** Ready-made texts are the same for every dataset; what differs from seed to seed is which of them a row draws. */
const textSeed = 916;

/** Kinds of jewellery as they stand in a sentence. */
const kindWords = kinds.map(({ name }) => name.toLowerCase());
const styleWords = styles.map((style) => style.toLowerCase());
const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What stands for a word in braces. */
const words: Readonly<Record<string, (draw: Draw) => string>> = {
  kind: (draw) => draw.pick(kindWords),
  style: (draw) => draw.pick(styleWords),
  occasion: (draw) => draw.pick(occasions),
  day: (draw) => draw.pick(days),
  hour: (draw) => `${draw.int(11, 12)}:${draw.pick(['00', '15', '30', '45'])}`,
  evening: (draw) => `${draw.int(4, 8)}:${draw.pick(['00', '30'])}`,
  grams: (draw) => `${draw.int(2, 60)}.${draw.int(1, 9)}`,
  size: (draw) => String(draw.int(8, 24)),
  number: (draw) => String(draw.int(2, 9)),
  rupees: (draw) => inGroups(draw.int(90, 2_400) * 100),
  lakh: (draw) => `${draw.int(1, 9)}.${draw.int(1, 9)} lakh`,
  rate: (draw) => inGroups(draw.int(5_300, 7_600)),
};

/**
 * `wanted` texts made of `templates` in turn, each word in braces replaced by one of the trade. Made once, because
 * composing a text for every row would take most of the time of a seeding. Plain ASCII where the templates are.
 */
export function textsOf(name: string, templates: readonly string[], wanted: number): readonly string[] {
  const draws = stream(textSeed, `texts/${name}`);
  const texts: string[] = [];
  for (let index = 0; index < wanted; index++)
    texts.push(filled(templates[index % templates.length] as string, draws(index)));
  return texts;
}

/** The template with its words put in; a word that is not known stays as it is. */
export function filled(template: string, draw: Draw): string {
  return template.replace(/\{(\w+)\}/g, (whole, word: string) => words[word]?.(draw) ?? whole);
}

/** A whole number as it is written in India: 1,45,000. */
export function inGroups(whole: number): string {
  const digits = String(whole);
  if (digits.length <= 3) return digits;
  return `${digits.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ',')},${digits.slice(-3)}`;
}
