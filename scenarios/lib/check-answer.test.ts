import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAnswer } from './check-answer.ts';
import { crm } from './crm-requests.ts';
import { dealOf } from './dealing.ts';
import { refused } from './request.ts';

const tenant = 'mangatrai';
/** Nine seeded customers of three tenants: 1, 4 and 7 are this one's. */
const viewer = { tenant, tenantNumber: 0, deal: dealOf([1, 1, 1]), customers: 9 };
const list = crm.tasks();
const row = { id: 1, tenant };

describe('checkAnswer', () => {
  it.each([
    ['a list of own rows', 200, { tenant, items: [row, row] }, 'ok'],
    ['an empty list', 200, { tenant, items: [] }, 'ok'],
    ['another status', 500, { tenant, items: [] }, 'wrong-status'],
    ['another status without a body', 502, undefined, 'wrong-status'],
    ['no body', 200, undefined, 'wrong-body'],
    ['a list as body', 200, [row], 'wrong-body'],
    ['no items', 200, { tenant }, 'wrong-body'],
    ['items that are no list', 200, { tenant, items: 'x' }, 'wrong-body'],
    ['items that are no rows', 200, { tenant, items: [1] }, 'wrong-body'],
    ['no tenant', 200, { items: [] }, 'wrong-body'],
    ['a row without tenant', 200, { tenant, items: [row, { id: 2 }] }, 'wrong-body'],
    ['a row without tenant or id', 200, { tenant, items: [{ title: 'x' }] }, 'wrong-body'],
    ['a foreign page', 200, { tenant: 'sarkar', items: [] }, 'wrong-tenant'],
    ['a foreign row', 200, { tenant, items: [row, { id: 2, tenant: 'sarkar' }] }, 'wrong-tenant'],
    [
      'a foreign row under an error',
      500,
      { error: 'x', items: [{ id: 2, tenant: 'sarkar' }] },
      'wrong-tenant',
    ],
    ['a foreign row as absent', 404, { customer: { id: 2 } }, 'wrong-tenant'],
  ])('%s', (_, status, body, outcome) => {
    expect(checkAnswer(list, status, body, viewer)).toBe(outcome);
  });

  it('finds a foreign row deep inside', () => {
    const own = { tenant, customer: { id: 1, tenant } };
    const orders = [{ id: 1, tenant, item: { tenant: 'b' } }];
    expect(checkAnswer(crm.customer(1), 200, { ...own, orders }, viewer)).toBe('wrong-tenant');
  });

  it.each([
    [crm.customer(4), { tenant, customer: { id: 4, tenant }, orders: [{ id: 9, tenant }] }, 'ok'],
    [crm.customer(4), { tenant, customer: { id: 4 }, orders: [] }, 'wrong-body'],
    [crm.customer(4), { tenant, customer: { id: 4, tenant }, orders: [{ id: 9 }] }, 'wrong-body'],
    [crm.customer(4), { tenant, customer: { id: 4, tenant, orders: [{ id: 9 }] } }, 'wrong-body'],
    [crm.order(3), { tenant, order: { id: 3 } }, 'wrong-body'],
    [crm.order(3), { tenant, order: { id: 3, tenant, items: [{ productId: 2, name: 'Ring' }] } }, 'ok'],
    [crm.logIn('a', 'b'), { tenant, user: { id: 2, name: 'x' } }, 'ok'],
  ])('wants the tenant of every row and of nothing else (%#)', (request, body, outcome) => {
    expect(checkAnswer(request, 200, body, viewer)).toBe(outcome);
  });

  it.each([
    ['a page of customers', crm.customers({ page: 2 }), { items: [{ id: 5, tenant }] }],
    [
      'a search',
      crm.search('ab'),
      {
        items: [
          { id: 4, tenant, name: 'ab' },
          { id: 6, tenant, name: 'ab' },
        ],
      },
    ],
    ['a customer', crm.customer(8), { customer: { id: 8, tenant } }],
    ['a row of one', crm.tasks(), { items: [{ id: 1, tenant, customerId: 2 }] }],
    ['an order of one', crm.order(1), { order: { id: 1, tenant, customerId: 3 } }],
    [
      'one within',
      crm.customer(4),
      { customer: { id: 4, tenant }, orders: [{ id: 1, tenant, customerId: 5 }] },
    ],
  ])('believes ids, not labels: %s', (_, request, body) => {
    expect(checkAnswer(request, 200, { tenant, ...body }, viewer)).toBe('wrong-tenant');
  });

  it('takes customers that were made during the run for what they say they are', () => {
    const body = {
      tenant,
      items: [
        { id: 11, tenant },
        { id: 7, tenant },
      ],
    };
    expect(checkAnswer(crm.customers({ page: 2 }), 200, body, viewer)).toBe('ok');
    expect(checkAnswer(list, 200, { tenant, items: [{ id: 2, tenant, customerId: 10 }] }, viewer)).toBe('ok');
  });

  it.each([
    [404, { error: 'no such customer' }, 'ok'],
    [404, undefined, 'ok'],
    [403, { error: 'x' }, 'wrong-status'],
    [500, undefined, 'wrong-status'],
    [200, { tenant, items: [] }, 'wrong-tenant'],
    [201, undefined, 'wrong-tenant'],
    [404, { tenant: 'sarkar' }, 'wrong-tenant'],
  ])("takes nothing but absence for what is another tenant's: %d", (status, body, outcome) => {
    expect(checkAnswer(refused(crm.timeline(2)), status, body, viewer)).toBe(outcome);
  });

  it('never throws, and never says ok to an answer without the tenant', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(checkAnswer(list, 200, body, { ...viewer, tenant: 'no such tenant' })).not.toBe('ok');
      }),
    );
  });
});
