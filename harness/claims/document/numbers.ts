import type { Unit } from '../../core/units.ts';
import { GIB, MIB, TIB } from '../../core/units.ts';

/** A number as it stands in a text: where, and what it says before its unit is looked at (`10K` is 10,000). */
export interface NumberToken {
  start: number;
  /** After its last character, a K included. */
  end: number;
  value: number;
}

const NUMBER = /(?<![\d.,])\d+(?:,\d{2,3})*(?:\.\d+)?(?![\d])(?:K\b|K(?=\+))?/g;

/** Every number in a text, in order. Ranges are two numbers, `20.04` is one, `1,00,000` and `1,000` are one each. */
export function numbersIn(text: string): NumberToken[] {
  return [...text.matchAll(NUMBER)].map((match) => {
    const thousand = match[0].endsWith('K');
    const digits = match[0].replace(/[,K]/g, '');
    return {
      start: match.index,
      end: match.index + match[0].length,
      value: Number(digits) * (thousand ? 1000 : 1),
    };
  });
}

const byteUnits: Record<string, number> = { TB: TIB, GB: GIB, MB: MIB };

/**
 * The value of a token of `text` in `unit`: per cent become a fraction, GB and TB bytes (the first such unit after the
 * number is its own, so both ends of `50-100 GB` are in GB). NaN where the text does not give that unit.
 */
export function valueIn(text: string, token: NumberToken, unit: Unit): number {
  const rest = text.slice(token.end);
  if (unit === 'ratio') return /^\+?\s*%/.test(rest) ? token.value / 100 : Number.NaN;
  if (unit === 'bytes' || unit === 'bytes-per-month') {
    const size = /^[^A-Za-z]*?(TB|GB|MB)\b/.exec(rest)?.[1];
    return token.value * (byteUnits[size ?? ''] ?? Number.NaN);
  }
  return token.value;
}
