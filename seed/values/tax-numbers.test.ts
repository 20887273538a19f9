import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGstin, panPattern } from '../testing/tax-numbers.ts';
import { gstinOf, panOf } from './tax-numbers.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** The generated number for these first fourteen characters. */
const completed = (body: string) => gstinOf(body.slice(0, 2), body.slice(2, 12));
const checkOf = (body: string) => completed(body).slice(14);
const serials = fc.nat(999_999);
const offsets = fc.nat(0xffff_ffff);
const pans = fc
  .tuple(fc.constantFrom('person' as const, 'company' as const, 'firm' as const), serials, offsets)
  .map(([holder, serial, offset]) => panOf(holder, 'S', serial, offset));
const gstins = fc
  .tuple(fc.constantFrom('03', '19', '27', '36'), pans)
  .map(([code, pan]) => gstinOf(code, pan));

describe('gstinOf', () => {
  // Numbers of well-known companies, as printed on their invoices. By hand, for the first: 2 + 7x2 + 10 + 10x2 + 25 +
  // (15x2 = 30) + 30 + 0 + 9 + 3x2 + 9 + (15x2 = 30) + 1 + (35x2 = 70 = 1x36 + 34, so 35) = 221 = 6x36 + 5, and
  // 36 - 5 = 31 is V.
  it.each(['27AAPFU0939F1ZV', '29AAGCB7383J1Z4', '27AASCS2460H1Z0', '24AAACC1206D1ZM', '27AAACR5055K1Z7'])(
    'ends as the known number %s does',
    (gstin) => {
      expect(completed(gstin)).toBe(gstin);
      expect(isGstin(gstin)).toBe(true);
    },
  );

  it('is valid by another reading of the rule, and contains state and account number', () => {
    fc.assert(
      fc.property(pans, (pan) => {
        const gstin = gstinOf('36', pan);
        expect(isGstin(gstin)).toBe(true);
        expect(gstin.slice(0, 14)).toBe(`36${pan}1Z`);
      }),
    );
  });

  it('detects any one character that is wrong', () => {
    const place = fc.nat(14);
    fc.assert(
      fc.property(gstins, place, fc.constantFrom(...alphabet), (gstin, at, other) => {
        fc.pre(gstin[at] !== other);
        expect(sumIsWhole(gstin.slice(0, at) + other + gstin.slice(at + 1))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('detects neighbours that changed places, save 0 and Z; never characters that did across a third', () => {
    const swapped = (text: string, a: number, b: number) => {
      const parts = [...text];
      [parts[a], parts[b]] = [parts[b] as string, parts[a] as string];
      return parts.join('');
    };
    fc.assert(
      fc.property(gstins, fc.nat(12), (gstin, at) => {
        const [one, next] = [gstin[at] as string, gstin[at + 1] as string];
        const blind = one === next || (one === '0' && next === 'Z') || (one === 'Z' && next === '0');
        expect(sumIsWhole(swapped(gstin, at, at + 1))).toBe(blind);
        expect(sumIsWhole(swapped(gstin, at, at + 2))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    expect(checkOf('270ZAPU0939F1Z')).toBe(checkOf('27Z0APU0939F1Z'));
  });
});

/** Luhn's sum alone, whatever stands where. */
function sumIsWhole(text: string): boolean {
  let sum = 0;
  for (let at = 0; at < 15; at++) {
    const weighed = alphabet.indexOf(text[at] as string) * (at % 2 === 0 ? 1 : 2);
    sum += weighed < 36 ? weighed : weighed - 35;
  }
  return sum % 36 === 0;
}

describe('panOf', () => {
  it('has the form that the tax office gives, the holder fourth and the initial fifth', () => {
    fc.assert(
      fc.property(serials, offsets, fc.constantFrom(...'ABKSZ'), (serial, offset, initial) => {
        const person = panOf('person', initial, serial, offset);
        expect(person).toMatch(panPattern);
        expect(person.slice(3, 5)).toBe(`P${initial}`);
        expect(person).not.toContain('0000');
        expect(panOf('company', initial, serial, offset)[3]).toBe('C');
        expect(panOf('firm', initial, serial, offset)[3]).toBe('F');
      }),
    );
  });

  it('repeats none for one offset', () => {
    const numbers = new Set(Array.from({ length: 100_000 }, (_, serial) => panOf('person', 'S', serial, 77)));
    expect(numbers.size).toBe(100_000);
  });
});
