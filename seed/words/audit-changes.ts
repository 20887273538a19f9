import { type Draw, stream } from '../random.ts';
import { filled, wordsFrom } from './texts.ts';
import { styles } from './vocabulary.ts';

/**
 * What was seen or changed, without the number of the request: JSON in two parts, between which it stands. Neither what
 * makes a row nor what takes it away is among them, so that an entry may be about any row and of any day since.
 */
export interface AuditedChange {
  action: 'update' | 'view';
  head: string;
  tail: string;
}

const changeCount = 400;
const auditSeed = 916;
const updateShare = 0.72;
/** Some forms are sent with two fields changed. */
const secondShare = 0.3;

const notes = [
  'Prefers {style} work. Buys for {occasion}.',
  'Wants to be called after {evening} in the evening.',
  'Asked for a {style} {kind}, {grams} grams.',
  'Waits for the rate to fall below Rs {rate}.',
];
const remarks = [
  'Promised for {day}, {style} {kind}',
  'Name to be engraved, called about it at {evening}',
  'Customer asks for {grams} grams at most',
];

/** A field of a row: JSON of a value that it may have. Values in the order of the field names make a row. */
type Fields = Readonly<Record<string, (draw: Draw) => string>>;

/** What of a customer an entry keeps; each side of a change has all of it, as such logs do. */
const customerFields: Fields = {
  notes: (draw) => quoted(filled(draw.pick(notes), wordsFrom(draw))),
  ring_size: (draw) => String(draw.int(8, 24)),
  preferred_metal: (draw) => quoted(draw.pick(['gold', 'silver', 'platinum'])),
  preferred_style: (draw) => quoted(draw.pick(styles)),
  call_after: (draw) => quoted(`${draw.int(11, 18)}:00`),
};

/** Its state goes one way only and its total follows from its lines: changes are of what is agreed about it. */
const orderFields: Fields = {
  remark: (draw) => quoted(filled(draw.pick(remarks), wordsFrom(draw))),
  promised_in_days: (draw) => String(draw.int(2, 30)),
  handed_over: (draw) => quoted(draw.pick(['at the counter', 'by courier', 'at home'])),
  gift_box: (draw) => String(draw.chance(0.5)),
  reminded_by: (draw) => quoted(draw.pick(['whatsapp', 'call', 'mail'])),
};

function quoted(text: string): string {
  return `"${text}"`;
}

type Side = Record<string, string>;

/** Changes a field that is not `but` and gives its name. */
function changeField(side: Side, fields: Fields, but: string, draw: Draw): string {
  const name = draw.pick(Object.keys(fields).filter((candidate) => candidate !== but));
  const before = side[name];
  while (side[name] === before) side[name] = (fields[name] as (draw: Draw) => string)(draw);
  return name;
}

function sideText(side: Side): string {
  const parts = Object.entries(side).map(([name, value]) => `"${name}":${value}`);
  return `{${parts.join(',')}}`;
}

function changeAt(fields: Fields, draw: Draw): AuditedChange {
  const before: Side = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value(draw)]));
  const isUpdate = draw.chance(updateShare);
  const after = { ...before };
  if (isUpdate) {
    const first = changeField(after, fields, '', draw);
    if (draw.chance(secondShare)) changeField(after, fields, first, draw);
  }
  const screen = isUpdate ? 'edit' : 'detail';
  return {
    action: isUpdate ? 'update' : 'view',
    head: `{"before":${isUpdate ? sideText(before) : 'null'},"after":${sideText(after)},"request":{"id":`,
    tail: `,"screen":"${screen}","client":"web","release":"3.${draw.int(1, 9)}.${draw.int(0, 20)}"}}`,
  };
}

function changesOf(name: string, fields: Fields): readonly AuditedChange[] {
  const draws = stream(auditSeed, `audit/${name}`);
  return Array.from({ length: changeCount }, (_, index) => changeAt(fields, draws(index)));
}

/** What happens to customers and to orders. */
export const customerChanges = changesOf('customers', customerFields);
export const orderChanges = changesOf('orders', orderFields);

const agents = [
  'Chrome on Windows',
  'Chrome on Android',
  'Edge on Windows',
  'Safari on iPad',
  'Firefox on Linux',
];
const screens = ['1366x768', '1920x1080', '1536x864', '390x844'];

function loginAt(draw: Draw): string {
  const trace = draw.int(100_000_000, 999_999_999);
  return `{"before":null,"after":{"session":"s${trace}${trace}","client":"web","screen":"${draw.pick(screens)}","agent":"${draw.pick(agents)}","release":"3.${draw.int(1, 9)}.${draw.int(0, 20)}","second_factor":${draw.chance(0.6)},"remembered":${draw.chance(0.3)},"language":"${draw.pick(['en', 'hi', 'te', 'bn', 'gu'])}"}}`;
}

const loginDraws = stream(auditSeed, 'audit/logins');

/** What is kept of a log-in. */
export const logins: readonly string[] = Array.from({ length: changeCount }, (_, index) =>
  loginAt(loginDraws(index)),
);
