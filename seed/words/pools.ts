import { base, en, en_IN, Faker } from '@faker-js/faker';
import { kinds, occasions, styles } from './vocabulary.ts';

/** Values that rows are composed of. Asking Faker for every field would take most of the time of a seeding. */
export interface Pools {
  givenNames: readonly string[];
  familyNames: readonly string[];
  notes: Readonly<Record<InteractionKind, readonly string[]>>;
}

export type InteractionKind = 'call' | 'visit' | 'note' | 'whatsapp';

/** The pools are the same for every dataset; what differs from seed to seed is what is drawn from them. */
const poolSeed = 916;
const notesPerKind = 250;

/** Makes the pools, the same ones each time. */
export function createPools(): Pools {
  const faker = new Faker({ locale: [en_IN, en, base], seed: poolSeed });
  const notes = (templates: readonly string[]) =>
    Array.from({ length: notesPerKind }, () => filled(faker.helpers.arrayElement(templates), faker));
  return {
    givenNames: distinct(600, () => faker.person.firstName()),
    familyNames: distinct(90, () => faker.person.lastName()).filter((name) => !name.includes('-')),
    notes: {
      call: notes(templates.call),
      visit: notes(templates.visit),
      note: notes(templates.note),
      whatsapp: notes(templates.whatsapp),
    },
  };
}

const templates: Record<InteractionKind, readonly string[]> = {
  call: [
    'Called about the {style} {kind}. Wants it for {occasion}, asked us to call again on {day}.',
    'No answer, try again after {hour} in the evening.',
    'Asked for the rate of the day and the making charge of a {style} {kind}.',
    'Will come on {day} with the family to see {style} pieces.',
    'Has bought elsewhere, keep in touch for {occasion}.',
  ],
  visit: [
    'Looked at {style} {kind} pieces for {occasion}, budget about {budget} lakh.',
    'Tried three pieces, took photographs of the {style} {kind}, decides on {day}.',
    'Brought old gold for valuation, wants to exchange it for a {style} {kind}.',
    'Came to pick up the order. Happy with the finish of the {kind}.',
    'Asked for a smaller size of the {style} {kind}; sent to the workshop.',
  ],
  note: [
    'Buys for {occasion} and decides with the family.',
    'Likes to be called after {hour} in the evening.',
    'Wants to hear of every new {style} {kind}.',
    'Refers friends; offer the making-charge discount on the next {kind}.',
  ],
  whatsapp: [
    'Sent photographs of five {style} {kind} designs.',
    'Customer asks whether the {style} {kind} comes lighter, about {size} grams.',
    'Reminded of the appointment on {day}.',
    'Sent the rate of the day. Read, no reply.',
    'Thanked for the wishes for {occasion}.',
  ],
};

function filled(template: string, faker: Faker): string {
  const words: Record<string, () => string> = {
    style: () => faker.helpers.arrayElement(styles).toLowerCase(),
    kind: () => faker.helpers.arrayElement(kinds).name.toLowerCase(),
    occasion: () => faker.helpers.arrayElement(occasions),
    day: () => faker.helpers.arrayElement(['Monday', 'Wednesday', 'Friday', 'Saturday', 'Sunday']),
    hour: () => faker.helpers.arrayElement(['five', 'six', 'seven']),
    budget: () => String(faker.number.int({ min: 1, max: 12 })),
    size: () => String(faker.number.int({ min: 8, max: 24 })),
  };
  return template.replace(/\{(\w+)\}/g, (whole, word: string) => words[word]?.() ?? whole);
}

/** Up to `wanted` different values; fewer where the locale has fewer. */
function distinct(wanted: number, make: () => string): string[] {
  const found = new Set<string>();
  for (let tries = 0; found.size < wanted && tries < wanted * 20; tries++) found.add(make());
  return [...found];
}
