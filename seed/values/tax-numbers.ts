import { fourDigits } from './digits.ts';

/** Who holds a permanent account number: its fourth letter says so. */
export type PanHolder = 'person' | 'company' | 'firm';

const holderLetters: Readonly<Record<PanHolder, string>> = { person: 'P', company: 'C', firm: 'F' };

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** AAA to ZZZ. */
const triples: readonly string[] = Array.from(
  { length: 26 ** 3 },
  (_, at) => letter(at / 676) + letter(at / 26) + letter(at),
);

function letter(at: number): string {
  return letters[Math.floor(at) % 26] as string;
}

/** Last letters times digits; 0000 is not given out. */
const perTriple = 26 * 9_999;
/** So many numbers there are of one holder and initial. */
const span = triples.length * perTriple;
/** Shares no divisor with the span (2 x 3 x 11 x 13 x 101 to some powers), so it visits every number once. */
const step = 2_824_110_007;

/**
 * A permanent account number in its format of ten characters: AAAPS1234K. `initial` is the capital that the holder's
 * surname or name begins with. For one `offset` below 2^32, no two `serial` below a million give the same one.
 */
export function panOf(holder: PanHolder, initial: string, serial: number, offset: number): string {
  const number = (serial * step + offset) % span;
  const triple = Math.floor(number / perTriple);
  const rest = number - triple * perTriple;
  const last = Math.floor(rest / 9_999);
  const digits = fourDigits[rest - last * 9_999 + 1];
  return `${triples[triple]}${holderLetters[holder]}${initial}${digits}${letters[last]}`;
}

/** Characters of a GSTIN with their values 0 to 35, by character code. */
const base36 = `0123456789${letters}`;
const values = new Uint8Array(128);
for (let value = 0; value < base36.length; value++) values[base36.charCodeAt(value)] = value;

/**
 * The GST identification number of a taxpayer: the state's two digits, the taxpayer's permanent account number, 1 for their
 * first registration in the state, a Z, and the check character.
 */
export function gstinOf(stateCode: string, pan: string): string {
  const body = `${stateCode}${pan}1Z`;
  return body + checkCharacter(body);
}

/**
 * The last character of a GSTIN, from the fourteen before it: Luhn's sum in base 36. It gives away any one character that
 * is wrong, and any two neighbours that changed places save 0 and Z. Two that changed places across a third go unnoticed.
 */
function checkCharacter(body: string): string {
  let sum = 0;
  for (let at = 0; at < body.length; at++) {
    const product = (values[body.charCodeAt(at)] as number) * (1 + (at % 2));
    sum += Math.floor(product / 36) + (product % 36);
  }
  return base36[(36 - (sum % 36)) % 36] as string;
}
