import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crm } from './crm-requests.ts';
import { checkAnswer, query } from './request.ts';

const list = crm.tasks();
const row = { id: 1, tenant: 'mangatrai' };

describe('checkAnswer', () => {
  it.each([
    ['a list of own rows', 200, { tenant: 'mangatrai', items: [row, row] }, 'ok'],
    ['an empty list', 200, { tenant: 'mangatrai', items: [] }, 'ok'],
    ['another status', 500, { tenant: 'mangatrai', items: [] }, 'wrong-status'],
    ['no body', 200, undefined, 'wrong-body'],
    ['a list as body', 200, [row], 'wrong-body'],
    ['no items', 200, { tenant: 'mangatrai' }, 'wrong-body'],
    ['items that are no list', 200, { tenant: 'mangatrai', items: 'x' }, 'wrong-body'],
    ['no tenant', 200, { items: [] }, 'wrong-body'],
    ['a row without tenant', 200, { tenant: 'mangatrai', items: [row, { id: 2 }] }, 'wrong-body'],
    ['a foreign page', 200, { tenant: 'sarkar', items: [] }, 'wrong-tenant'],
    [
      'a foreign row',
      200,
      { tenant: 'mangatrai', items: [row, { id: 2, tenant: 'sarkar' }] },
      'wrong-tenant',
    ],
  ])('%s', (_, status, body, outcome) => {
    expect(checkAnswer(list, status, body, 'mangatrai')).toBe(outcome);
  });

  it('finds a foreign row deep inside', () => {
    const body = {
      tenant: 'a',
      customer: { id: 1, tenant: 'a' },
      orders: [{ id: 1, tenant: 'a', item: { tenant: 'b' } }],
    };
    expect(checkAnswer(crm.customer(1), 200, body, 'a')).toBe('wrong-tenant');
  });

  it('never throws, and never says ok to an answer without the tenant', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(checkAnswer(list, 200, body, 'no such tenant')).not.toBe('ok');
      }),
    );
  });
});

describe('query', () => {
  it('leaves out what is not set, and encodes the rest', () => {
    expect(query({})).toBe('');
    expect(query({ q: '+91 98', page: 2, segment: undefined })).toBe('?q=%2B91%2098&page=2');
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (q) => {
        expect(crm.search(q).path).toMatch(/^[\x21-\x7e]+$/);
      }),
    );
    expect(crm.search('\ud83d').path).toBe('/api/customers/search?q=');
  });
});
