import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Contents, hasContents } from './contents.ts';

const row = { id: 7, name: 'Asha Rao', phone: '+919812345678', stage: 'new' };
const page = { items: [row] };

describe('hasContents', () => {
  it.each<[Contents, Record<string, unknown>, boolean]>([
    [{}, {}, true],
    [{ values: { 'customer.id': 5 } }, { customer: { id: 5 } }, true],
    [{ values: { 'customer.id': 5 } }, { customer: { id: '5' } }, false],
    [{ values: { 'customer.id': 5 } }, {}, false],
    [{ positive: ['rate'] }, { rate: 1 }, true],
    [{ positive: ['rate'] }, { rate: 0 }, false],
    [{ positive: ['rate'] }, { rate: 'x' }, false],
    [{ atLeast: 1 }, page, true],
    [{ atLeast: 1 }, { items: [] }, false],
    [{ atLeast: 1 }, {}, false],
    [{ each: { stage: 'new' } }, page, true],
    [{ each: { stage: 'won' } }, page, false],
    [{ each: { stage: 'won' } }, { items: [] }, true],
    [{ beginsWith: 'ASH' }, page, true],
    [{ beginsWith: 'rao ' }, page, true],
    [{ beginsWith: 'sha' }, page, false],
    [{ beginsWith: '+9198123' }, page, true],
    [{ beginsWith: '98123' }, page, false],
    [{ beginsWith: 'a' }, { items: [row, {}] }, false],
    [{ holds: { id: 7 } }, page, true],
    [{ holds: { id: 8 } }, page, false],
    [{ holds: { id: 8, cutAt: 1 } }, page, true],
    [{ lacks: 8 }, page, true],
    [{ lacks: 7 }, page, false],
  ])('%j of %j', (contents, body, has) => {
    expect(hasContents(body, contents)).toBe(has);
  });

  it('never throws', () => {
    const contents = { values: { 'a.b': 1 }, each: { id: 1 }, beginsWith: 'x', holds: { id: 1 }, lacks: 2 };
    fc.assert(
      fc.property(fc.record({ items: fc.jsonValue(), a: fc.jsonValue() }), (body) => {
        hasContents(body, contents);
      }),
    );
  });
});
