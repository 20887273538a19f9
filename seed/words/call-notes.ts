import { textsOf } from './texts.ts';

const notesPerDisposition = 120;

/** Notes on calls by how they ended, as templates of `texts.ts`. */
const templates: Readonly<Record<string, readonly string[]>> = {
  connected: [
    'Wants a {style} {kind} for {occasion}, about {grams} grams. Comes on {day}.',
    'Asked for the rate and the making charge of a {style} {kind}. Quote sent.',
    'Order is on its way from the workshop, told so. Calls again on {day}.',
    'Confirmed the visit on {day} at {hour}.',
    'Will pay the balance of Rs {rupees} by UPI today.',
    'Asked about exchange of old gold for a {kind}, explained.',
  ],
  'call-back': [
    'In a meeting, asked to be called after {evening}.',
    'Call again on {day} about the {kind}.',
    'Spouse decides, call both on {day} after {evening}.',
  ],
  'not-interested': [
    'Bought a {kind} elsewhere. Keep in touch for {occasion}.',
    'No purchase planned before {occasion}.',
    'Rate too high at present, wants to wait.',
  ],
  'wrong-number': [
    'Number belongs to somebody else. Ask for the new one.',
    'Wrong number, please check the entry.',
  ],
  'no-answer': ['Rang out, try after {evening}.', 'No answer, sent a WhatsApp message about the {kind}.'],
  busy: ['Busy twice. Next try on {day}.', 'Cut the call, try after {evening}.'],
  'switched-off': ['Switched off. Try on {day}.'],
};

/** Notes to pick from, for every disposition of a call. */
export const callNotes: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(templates).map(([disposition, sources]) => [
    disposition,
    textsOf(`calls/${disposition}`, sources, notesPerDisposition),
  ]),
);
