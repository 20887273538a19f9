import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortable } from './replicas.ts';

describe('positions of the write-ahead log', () => {
  it('sort as text as they do as numbers', () => {
    const position = fc.tuple(fc.nat(0xffffffff), fc.nat(0xffffffff));
    const text = ([high, low]: [number, number]) => `${high.toString(16)}/${low.toString(16)}`.toUpperCase();
    fc.assert(
      fc.property(position, position, (a, b) => {
        const [one, other] = [sortable(text(a)), sortable(text(b))];
        expect(one < other).toBe(a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]));
        expect(one).toHaveLength(16);
      }),
    );
  });

  it.each(['', '0', '0/', '/1', '1/123456789', "0/1'; select 1"])('%j is none', (text) => {
    expect(() => sortable(text)).toThrow('no position');
  });
});
