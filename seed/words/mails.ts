import { type Draw, stream } from '../random.ts';
import { filled, wordsFrom } from './texts.ts';

/** A mail that lacks one thing: the reference that stands between the two parts of its body. */
export interface Mail {
  subject: string;
  before: string;
  after: string;
}

/** As large as mails become with the reference in them: rows below 2 kB stay in their table's own pages. */
export const longestMail = 1_400;
const shortestMail = 800;
const mailSeed = 916;
const mailCount = 320;

const openings: readonly [subject: string, opening: string][] = [
  [
    'Your {style} {kind} is ready',
    'We are happy to tell you that your {style} {kind} has come back from the workshop and passed our final check.',
  ],
  [
    'Estimate for a {style} {kind}',
    'Thank you for asking us. Here is our estimate for a {style} {kind} of about {grams} grams in 22 carat.',
  ],
  [
    'Your appointment on {day}',
    'This is to confirm your appointment on {day} at {hour}. We will keep a choice of {style} {kind} pieces ready for you.',
  ],
  [
    'Receipt of your payment of Rs {rupees}',
    'We have received your payment of Rs {rupees} with thanks. It has been set off against the {kind} that you have ordered.',
  ],
  [
    'Gold scheme: your statement',
    'Please find below how your gold scheme stands. The instalment of Rs {instalment} that was due on {day} has been credited.',
  ],
  [
    'New {style} pieces for {occasion}',
    'Our new {style} collection has arrived: light pieces for every day and heavier ones for {occasion}, from {grams} grams.',
  ],
  [
    'How do you like your {kind}?',
    'It is some weeks now since you took home your {style} {kind}. We would be glad to hear how you like it.',
  ],
];

const paragraphs: readonly string[] = [
  'The price is computed from the weight, the rate of the day for 22 carat (Rs {rate} per gram today), the making charge of the design and GST of 3 percent. Stones are charged separately by carat and are listed on the bill with their certificate numbers.',
  'Every piece carries the BIS hallmark and its own HUID, which you can check in the BIS Care application. Please keep the bill: we take back our own jewellery at the full weight and the rate of that day.',
  'If you would like to exchange old gold, please bring it with you. We melt and test it in your presence and credit the full value; the whole thing takes about {number}0 minutes.',
  'You can fix the rate for {number} days with an advance of Rs {rupees}. Should the rate fall until then you pay the lower one, should it rise you pay what was fixed.',
  'Sizing of rings and bangles is free of charge within thirty days. Cleaning and polishing of pieces bought from us is free for life, just bring them along on any day of the week.',
  'Our store is open from 10:30 am to 8:30 pm on all days including Sundays. On the days before a festival it can get crowded after {evening} pm, so a visit in the morning or an appointment will save you waiting.',
  'With our gold scheme you pay eleven instalments and we add a bonus to the last. Many families use it to plan for {occasion}; ask at the counter for the leaflet or simply reply to this mail.',
  'For the {kind} we recommend a soft cloth and lukewarm water only. Please keep perfume and hair spray away from it, in particular from {style} work and from stones that are set in lac.',
];

const regards = '\n\nWith warm regards,\nYour jewellers\n\nYou receive this mail because ';
const stop = ' To stop mails of this kind reply with STOP.';
const toCustomer = `${regards}you are registered as a customer with one of our stores.${stop}`;
const toEnquirer = `${regards}you asked for it through our website.${stop}`;
/** What somebody is written who only asked. */
const enquiryOpenings = openings.filter(([subject]) => /^(Estimate|New)/.test(subject));

function mailAt([subject, opening]: readonly [string, string], closing: string, draw: Draw): Mail {
  const words = wordsFrom(draw);
  const before = `Dear customer,\n\n${filled(opening, words)}\n\nReference: `;
  let after = '\n';
  let next = draw.int(0, paragraphs.length - 1);
  // Paragraphs in a row, so that none comes twice, until the length drawn is reached or the next would be too much.
  const wanted = draw.int(shortestMail, longestMail - 150);
  for (;;) {
    const paragraph = `\n\n${filled(paragraphs[next] as string, words)}`;
    const length = before.length + after.length + closing.length;
    if (length >= wanted || length + paragraph.length > longestMail - 30) break;
    after += paragraph;
    next = (next + 1) % paragraphs.length;
  }
  return { subject: filled(subject, words), before, after: after + closing };
}

function mailsOf(
  name: string,
  count: number,
  from: readonly (readonly [string, string])[],
  closing: string,
): readonly Mail[] {
  const draws = stream(mailSeed, name);
  return Array.from({ length: count }, (_, index) =>
    mailAt(from[index % from.length] as readonly [string, string], closing, draws(index)),
  );
}

/** Mails to customers to pick from. Made once, because composing one for every row would take most of the time. */
export const mails: readonly Mail[] = mailsOf('mails', mailCount, openings, toCustomer);

/** Mails to people who asked for something and are no customers yet. */
export const enquiryMails: readonly Mail[] = mailsOf('mails/enquiries', 60, enquiryOpenings, toEnquirer);
