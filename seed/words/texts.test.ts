import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexLower, hexUpper, mixed } from '../values/hex.ts';
import { callNotes } from './call-notes.ts';
import { mails } from './mails.ts';
import { customerBegins, customerReplies, storeBegins, storeReplies } from './messages.ts';
import { inGroups, textsOf } from './texts.ts';
import { kinds } from './vocabulary.ts';

describe('texts', () => {
  it('are the same each time, with every word put in, and need no escaping in JSON', () => {
    const pools = [customerBegins, customerReplies, storeBegins, storeReplies];
    const all = [...pools.flatMap(({ bodies }) => bodies), ...Object.values(callNotes).flat()];
    for (const text of all) {
      expect(text).not.toMatch(/[{}]/);
      expect(JSON.stringify(text)).toBe(`"${text}"`);
    }
    for (const { subject, before, after } of mails) expect(subject + before + after).not.toMatch(/[{}]/);
    expect(textsOf('a', ['{kind} {size}'], 20)).toEqual(textsOf('a', ['{kind} {size}'], 20));
    expect(textsOf('a', ['{kind} {size}'], 20)).not.toEqual(textsOf('b', ['{kind} {size}'], 20));
  });

  it('speak of weights that their kind has, the lighter first, and of no coins in a style', () => {
    for (const text of textsOf('b', ['{kind}|{style}|{grams}|{more}'], 500)) {
      const [name, , from, to] = text.split('|');
      const kind = kinds.find((one) => one.name.toLowerCase() === name);
      expect(name).not.toBe('coin');
      const [least, most] = (kind?.weightMg ?? [0, 0]).map((mg) => mg / 1_000) as [number, number];
      expect(Number(from)).toBeGreaterThanOrEqual(least - 0.1);
      expect(Number(from)).toBeLessThanOrEqual(Number(to));
      expect(Number(to)).toBeLessThanOrEqual(most);
    }
  });

  it('says in the body of a mail what its subject says', () => {
    for (const { subject, before } of mails) {
      const said =
        /^(?:Your|Estimate for an?|New|Receipt of your payment of) (.*?)(?: is ready| pieces for .*)?$/.exec(
          subject,
        )?.[1];
      if (said !== undefined) expect(before, subject).toContain(said);
    }
    expect(textsOf('a', ['{kind} {kind}'], 50).every((text) => /^(.+) \1$/.test(text))).toBe(true);
  });

  it('leaves a word that it does not know', () => {
    expect(textsOf('a', ['{nonsense}'], 1)).toEqual(['{nonsense}']);
  });

  it.each([
    [7, '7'],
    [999, '999'],
    [1_000, '1,000'],
    [54_321, '54,321'],
    [145_000, '1,45,000'],
    [12_345_678, '1,23,45,678'],
  ])('writes %d as in India: %s', (whole, text) => expect(inGroups(whole)).toBe(text));
});

describe('hexadecimal digits', () => {
  const words = fc.integer({ min: 0, max: 0xffff_ffff });

  it('are those of the number', () => {
    fc.assert(
      fc.property(words, (word) => {
        expect(hexUpper(word)).toBe(word.toString(16).toUpperCase().padStart(8, '0'));
        expect(hexLower(word)).toBe(word.toString(16).padStart(8, '0'));
      }),
    );
  });

  it('differ for each index', () => {
    const seen = new Set<number>();
    for (let index = 0; index < 300_000; index++) seen.add(mixed(index));
    expect(seen.size).toBe(300_000);
    fc.assert(fc.property(words, words, (a, b) => (a === b) === (mixed(a) === mixed(b))));
  });
});
