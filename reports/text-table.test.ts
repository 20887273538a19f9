import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, layTable, wrap } from './text-table.ts';

describe('columnsOf', () => {
  it.each([
    ['plain', 5],
    ['₹3,500', 6],
    ['नि', 1],
    ['金', 2],
    ['', 0],
  ])('%s takes %i columns', (text, columns) => expect(columnsOf(text)).toBe(columns));
});

describe('wrap', () => {
  it('breaks at spaces, not between a number and its unit', () => {
    expect(wrap('the interval 69.1 % to 79.2 % holds', 16)).toEqual([
      'the interval',
      '69.1 % to 79.2 %',
      'holds',
    ]);
  });

  it('chops a word that is wider than the line', () => {
    expect(wrap('abcdefgh ij', 3)).toEqual(['abc', 'def', 'gh', 'ij']);
  });

  it('never exceeds the width and loses nothing but spaces', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 6, max: 40 }), (text, width) => {
        const lines = wrap(text, width);
        for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });
});

describe('layTable', () => {
  it('aligns columns, wraps what does not fit, and paints after laying out', () => {
    const lines = layTable({
      head: ['name', 'value'],
      rows: [
        { cells: ['a long name that wraps', '1'], paint: [(text) => `<${text}>`] },
        { cells: ['b', '1,000'], paint: [] },
      ],
      width: 20,
      right: [1],
      narrowest: [10, 5],
    });
    expect(lines).toEqual([
      'name           value',
      '-------------  -----',
      '<a long name>        1',
      '<that wraps>',
      'b              1,000',
    ]);
  });
});
