import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderStates, paymentStates } from '../news/news.ts';
import { minorUnits, rupees } from './money.ts';
import { newerOrder, newerPayment } from './newest.ts';
import { phoneOf } from './phone.ts';
import { betterRef, crmOrderOf, refInNotes, shopOrderOf } from './refs.ts';

describe('money', () => {
  it.each([
    ['12345.00', 12_345],
    ['12345', 12_345],
    ['12345.49', 12_345],
    ['12345.5', 12_346],
    ['0.00', 0],
    ['99.9900', 100],
    [12_345.5, 12_346],
    [12_345, 12_345],
  ])('%s is %d rupees', (written, wanted) => expect(rupees(written)).toBe(wanted));
  it.each([
    '12,345.00',
    '-5',
    '1e5',
    '',
    ' 5',
    '5.001',
    '₹5',
    'NaN',
    Number.NaN,
    1e21,
    null,
    undefined,
    '1'.repeat(13),
  ])('%s is no amount', (written) => expect(rupees(written)).toBeNull());
  it('has cents, and yen without', () => {
    expect(minorUnits('10.99', 'USD')).toBe(1_099);
    expect(minorUnits('8.29', 'USD')).toBe(829);
    expect(minorUnits('1000', 'JPY')).toBe(1_000);
    expect(minorUnits('1000.5', 'JPY')).toBeNull();
  });
});

it.each([
  ['+919848012345', '+919848012345'],
  ['+91 98480 12345', '+919848012345'],
  ['098480-12345', '+919848012345'],
  ['9848012345', '+919848012345'],
  ['919848012345', '+919848012345'],
  ['00919848012345', '+919848012345'],
  ['(+91) 98480.12345', '+919848012345'],
  ['+1 415 555 0100', '+14155550100'],
  ['12345', null],
  ['1848012345', null],
  ['98480123456', null],
  ['call me', null],
  ['+91 98480 12345 ext 5', null],
  [null, null],
])('telephone number %s is %s', (written, wanted) => expect(phoneOf(written)).toBe(wanted));

it('references name an order of the CRM, of a shop, or of the gateway', () => {
  expect(refInNotes({ crm_order_id: '17' })).toBe('crm:17');
  expect(refInNotes({ crm_order_id: 17 })).toBe('crm:17');
  expect(refInNotes({ shopify_order_id: 5_400 })).toBe('shopify:5400');
  expect(refInNotes([])).toBeNull();
  expect(refInNotes({ crm_order_id: '17; drop table orders' })).toBeNull();
  expect(crmOrderOf('crm:17')).toBe(17);
  expect(crmOrderOf('crm:9999999999')).toBeNull();
  expect(shopOrderOf('shopify:5:4')).toEqual({ source: 'shopify', externalId: '5:4' });
  expect(shopOrderOf('crm:17')).toBeNull();
  for (const [a, b] of [
    ['crm:1', 'order_1'],
    ['order_1', 'crm:1'],
    [null, 'crm:1'],
    ['crm:1', null],
  ] as const)
    expect(betterRef(a, b)).toBe('crm:1');
});

describe('in whatever order, and however often, it is told', () => {
  const moment = fc.integer({ min: 0, max: 3 }).map((n) => new Date(n * 1_000).toISOString());
  const fold = <Told>(tellings: readonly Told[], newer: (known: Told, told: Told) => Told) =>
    tellings.slice(1).reduce(newer, tellings[0] as Told);

  it('an order ends the same', () => {
    const told = fc.record({
      state: fc.constantFrom(...orderStates),
      totalInr: fc.integer({ min: 1, max: 3 }),
      toldAt: moment,
    });
    fc.assert(
      fc.property(
        fc.array(told, { minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        (tellings, keys) => {
          const shuffled = [...tellings, ...tellings]
            .map((one) => ({ one, key: keys.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ one }) => one);
          expect(fold(shuffled, newerOrder)).toEqual(fold(tellings, newerOrder));
        },
      ),
    );
  });

  it('a payment ends the same', () => {
    // of one payment: what is authorized, taken and given back in all is the same amount
    const told = fc.record({
      state: fc.constantFrom(...paymentStates),
      amountMinor: fc.constant(500),
      toldAt: moment,
    });
    fc.assert(
      fc.property(
        fc.array(told, { minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        (tellings, keys) => {
          const shuffled = [...tellings, ...tellings]
            .map((one) => ({ one, key: keys.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ one }) => one);
          expect(fold(shuffled, newerPayment).state).toEqual(fold(tellings, newerPayment).state);
        },
      ),
    );
  });
});

it('a part of the money given back leaves the payment taken, whichever is told first', () => {
  const taken = { state: 'captured', amountMinor: 500, toldAt: '2025-01-01T00:00:00Z' } as const;
  const part = { state: 'refunded', amountMinor: 100, toldAt: '2025-01-02T00:00:00Z' } as const;
  const all = { ...part, amountMinor: 500 };
  expect(newerPayment(taken, part)).toBe(taken);
  expect(newerPayment(part, taken)).toBe(taken);
  expect(newerPayment(newerPayment(part, taken), all)).toBe(all);
  expect(newerPayment(newerPayment(part, all), taken)).toBe(all);
});
