import { describe, expect, it } from 'vitest';
import { searchTerm } from './search-terms.ts';

describe('searchTerm', () => {
  it.each([
    ['Asha', 'name', 'asha'],
    ['  Asha P', 'name', 'asha p'],
    ['+9198490', 'phone', '+9198490'],
    ['98490 12', 'phone', '+919849012'],
    ['+91 98490-12', 'phone', '+919849012'],
  ] as const)('%j looks in %s from %j', (typed, by, from) => {
    expect(searchTerm(typed)).toMatchObject({ by, from });
  });

  it('covers what begins with the term and nothing else, by bytes', () => {
    const { from, below } = searchTerm('ash');
    const inRange = (key: string) =>
      Buffer.compare(Buffer.from(key), Buffer.from(from)) >= 0 &&
      Buffer.compare(Buffer.from(key), Buffer.from(below)) < 0;
    expect(['ash', 'asha', 'ash\u{1F48D}'].map(inRange)).toEqual([true, true, true]);
    expect(['as', 'asi', 'bash'].map(inRange)).toEqual([false, false, false]);
  });
});
