import { type Draw, stream } from '../random.ts';
import { filled, inGroups } from './texts.ts';

/** A change that lacks the versions before and after it: JSON in three parts, between which the versions stand. */
export interface AuditedChange {
  action: 'create' | 'update' | 'view' | 'delete';
  head: string;
  /** Empty where there is one version only: that of the row made, seen or deleted. */
  middle: string;
  tail: string;
}

const changeCount = 400;
const auditSeed = 916;

const segments = ['new', 'regular', 'vip', 'dormant'];
const metals = ['gold', 'silver', 'platinum'];
const cities = ['Hyderabad', 'Kolkata', 'Ahmedabad', 'Mumbai', 'Pune', 'Surat', 'Chennai', 'Vijayawada'];
const notes = [
  'Prefers {style} work. Buys for {occasion}.',
  'Wants to be called after {evening} in the evening.',
  'Ring size {size}. Asked for {style} {kind}, {grams} grams.',
  'Waits for the rate to fall below Rs {rate}.',
];

/** What of a customer an entry keeps; each side of a change has all of it, as such logs do. */
function customerSide(draw: Draw): string {
  return `"segment":"${draw.pick(segments)}","city":"${draw.pick(cities)}","ring_size":${draw.int(8, 24)},"preferred_metal":"${draw.pick(metals)}","marketing_consent":${draw.chance(0.5)},"notes":"${filled(draw.pick(notes), draw)}"`;
}

const orderStates = ['booked', 'in-making', 'ready', 'delivered'];

function orderSide(draw: Draw): string {
  const total = draw.int(40, 4_000) * 100;
  return `"status":"${draw.pick(orderStates)}","total_inr":${total},"total_text":"Rs ${inGroups(total)}","discount_percent":${draw.int(0, 5)},"remark":"${filled('Promised for {day}, {style} {kind}', draw)}"`;
}

function changeAt(side: (draw: Draw) => string, draw: Draw): AuditedChange {
  const u = draw.float();
  if (u < 0.72)
    return {
      action: 'update',
      head: `{"before":{${side(draw)},"version":`,
      middle: `},"after":{${side(draw)},"version":`,
      tail: '}}',
    };
  if (u < 0.97) {
    const isMade = u < 0.87;
    const request = `"request":{"screen":"${isMade ? 'new' : 'detail'}","client":"web","release":"3.${draw.int(1, 9)}.${draw.int(0, 20)}"}`;
    return {
      action: isMade ? 'create' : 'view',
      head: `{"before":null,"after":{${side(draw)},"version":`,
      middle: '',
      tail: `},${request}}`,
    };
  }
  return {
    action: 'delete',
    head: `{"before":{${side(draw)},"version":`,
    middle: '',
    tail: `},"after":null,"request":{"screen":"merge","client":"web","reason":"entered twice"}}`,
  };
}

function changesOf(name: string, side: (draw: Draw) => string): readonly AuditedChange[] {
  const draws = stream(auditSeed, `audit/${name}`);
  return Array.from({ length: changeCount }, (_, index) => changeAt(side, draws(index)));
}

/** What happens to customers and to orders. */
export const customerChanges = changesOf('customers', customerSide);
export const orderChanges = changesOf('orders', orderSide);

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
