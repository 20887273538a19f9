import { textsOf } from './texts.ts';

/** What WhatsApp messages between a jeweller and customers say, by who speaks and whether they begin or reply. */
export interface MessagePool {
  bodies: readonly string[];
  /** `text`, `image`, `document`, `audio` or `template`, of each body. */
  kinds: readonly string[];
  /** What a list of threads shows of each body. */
  previews: readonly string[];
}

/** Texts, and captions of what is no text, as templates of `texts.ts`. */
interface Sources {
  text: readonly string[];
  image?: readonly string[];
  document?: readonly string[];
  audio?: readonly string[];
  template?: readonly string[];
}

const poolSize = 1_024;
const previewCharacters = 60;

/** Of each kind as many bodies as it has templates, in proportion: so the templates set how often a kind appears. */
function poolOf(name: string, sources: Sources): MessagePool {
  const all = Object.values(sources).reduce((sum, templates) => sum + templates.length, 0);
  const bodies: string[] = [];
  const kinds: string[] = [];
  for (const [kind, templates] of Object.entries(sources) as [string, readonly string[]][]) {
    const wanted = Math.max(1, Math.round((poolSize * templates.length) / all));
    bodies.push(...textsOf(`messages/${name}/${kind}`, templates, wanted));
    while (kinds.length < bodies.length) kinds.push(kind);
  }
  return { bodies, kinds, previews: bodies.map((body) => previewOf(body)) };
}

function previewOf(body: string): string {
  return body.length <= previewCharacters ? body : `${body.slice(0, previewCharacters - 3).trimEnd()}...`;
}

/** A customer writes first. */
export const customerBegins = poolOf('customer-begins', {
  text: [
    'Hi, what is the gold rate today?',
    'Namaste, do you have {style} {kind} in about {grams} grams?',
    'Need a {kind} for {occasion}, budget around {budget}. What can you show?',
    'Is the store open on {day}? We want to come around {evening} in the evening.',
    'Bhaiya, {style} {kind} ka photo bhejiye please',
    'Is my order ready? It was promised for {day}.',
    'Can I exchange old gold for a {kind}? About {grams} gm, 22 carat.',
    'What are the making charges on {style} {kind}?',
    'Aaj ka rate kya hai?',
    'My {kind} lost a stone. Can you repair it?',
    'Hello, I saw the {style} {kind} on your page. Price please?',
    'When is the next instalment of my gold scheme due?',
    'Do you have ring size {size} in {style} work?',
    'Please send the bill of the {kind} again, needed for insurance.',
    'Can someone call me about the {kind}? After {evening} pm is fine.',
  ],
  image: ['Something like this {kind}, but lighter', 'Do you have this one? {style} style'],
  audio: ['Voice message (0:1{number})'],
});

/** A customer replies. */
export const customerReplies = poolOf('customer-replies', {
  text: [
    'Ok',
    'Thank you',
    'Thanks, will come on {day}',
    'Yes please',
    'How much for {grams} grams?',
    'Is that with GST?',
    'Final price?',
    'Thoda kam kijiye please, pichli baar bhi aapse hi liya tha',
    'Can you hold the {kind} till {day}?',
    'Too heavy for me. Anything around {grams} gm?',
    'Very nice! Let me show it at home.',
    'Will the rate be fixed if I pay {rupees} as advance?',
    'Haan ji, {evening} baje aate hain',
    'Is it hallmarked? HUID on the bill?',
    'Other colours of stones available?',
    'I will discuss with the family and tell you by {day}.',
    'Paid Rs {rupees} by UPI just now, please check.',
    'Not now, maybe before {occasion}.',
  ],
  image: ['Payment screenshot', 'The {kind} that I mean'],
});

/** The store writes first. */
export const storeBegins = poolOf('store-begins', {
  text: [
    'Namaste! Your {kind} is back from the workshop. You can pick it up any time between 10:30 am and 8:30 pm.',
    'Good morning! New {style} {kind} designs have come in, from {grams} grams. Shall I send photographs?',
    'You asked us to remind you of the {kind} for {occasion}. The rate today is Rs {rate} per gram for 22 carat.',
    'We are holding the {style} {kind} for you until {day}. Please tell us if you would like to see it.',
    'Sir/Madam, this is about your visit on {day} at {hour}. Shall we keep the {style} pieces ready?',
    'Warm wishes for {occasion} from all of us at the store.',
    'We tried to call you about the quote for the {kind}. When would be a good time?',
  ],
  template: [
    'Your gold scheme instalment of Rs {instalment} is due on {day}. Reply PAY for a payment link.',
    'Your appointment is booked for {day}, {hour}. Reply 1 to confirm, 2 to change.',
  ],
  image: ['{style} {kind}, {grams} gm, 22K hallmarked', 'New arrival: {style} {kind} from Rs {price}'],
});

/** The store replies. */
export const storeReplies = poolOf('store-replies', {
  text: [
    'Today the rate is Rs {rate} per gram for 22 carat. Making charges come on top, by design.',
    'Yes, we have {number} {style} pieces between {grams} and {more} grams. Sending photographs now.',
    'This {kind} comes to about Rs {price} with making charges and GST.',
    'Sure, {day} at {hour} is fine. Please ask for me at the counter.',
    'For old gold we give the full value of the day after melting test, only the making charge is extra.',
    'We open at 10:30 am and close at 8:30 pm, on Sundays too.',
    'Yes, every piece is BIS hallmarked and the HUID is printed on the bill.',
    'The {kind} is with the workshop. It will be ready by {day}.',
    'Received Rs {rupees}, thank you! The receipt is on its way by e-mail.',
    'I have noted ring size {size}. We can alter it by {day} at no charge.',
    'Best we can do is {number} percent off on making charges, only until {day}.',
    'Thank you, see you on {day}!',
    'Ji, bilkul. {style} {kind} {grams} gram mein mil jayega.',
  ],
  image: ['{style} {kind}, {grams} gm', 'Same design in {style} work, {grams} gm', '{kind} on model'],
  document: ['Estimate {kind} Rs {price}.pdf'],
});
