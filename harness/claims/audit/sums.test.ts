import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import levelSums from './checks/level-sums.ts';
import perTenant from './checks/per-tenant.ts';
import setupSums from './checks/setup-sums.ts';
import { catalogueClaims } from './fixture-catalogue.ts';
import { madeClaim, withClaim } from './fixture-claim.ts';
import { agreeingClaims } from './fixture-document.ts';
import { findingsOf, scaledPrices, severitiesOf } from './fixture-run.ts';

const agreeing = agreeingClaims();
const domain = madeClaim('minimum-domain', 'price-part', [600, 1200], 'inr-per-year', {
  params: { setup: 'minimum', part: 'domain' },
});

describe('level-sums', () => {
  it('finds nothing where the parts make up the total', () => {
    expect(findingsOf(levelSums, agreeing)).toEqual({});
  });

  it('shows the sum, the difference and what each tenant would pay', () => {
    const found = findingsOf(levelSums, withClaim(agreeing, 'l3-db-price', { bound: 3300 }))['level-sums-l3'];
    expect(found?.severity).toBe('error');
    expect(found?.arithmetic).toEqual([
      'application ₹3,000 + database ₹3,300 + WhatsApp ₹2,000 + Redis ₹2,000 = ₹10,300',
      '₹10,300 − ₹10,000 = ₹300: the total is too low',
      '₹10,300 ÷ 3 tenants = ₹3,433 each; ₹3,333 is given',
    ]);
    expect(found?.means).toContain('₹300 a month short, or ₹3,600 a year');
  });

  it('counts object storage as a part', () => {
    const claims = withClaim(agreeing, 'l4-storage-price', { bound: 900 });
    expect(Object.keys(findingsOf(levelSums, claims))).toEqual(['level-sums-l4']);
  });

  it('notices any price that is changed, at its own level only', () => {
    const prices = agreeing.filter(
      ({ kind, level }) => level !== null && kind.startsWith('price-') && kind !== 'price-per-tenant',
    );
    fc.assert(
      fc.property(fc.constantFrom(...prices), fc.integer({ min: 1, max: 5000 }), (price, more) => {
        const found = findingsOf(levelSums, withClaim(agreeing, price.id, { bound: price.bound + more }));
        expect(Object.keys(found)).toEqual([`level-sums-l${price.level}`]);
      }),
    );
  });

  it('does not depend on the order of the parts', () => {
    const sums = (claims: typeof catalogueClaims) =>
      Object.values(findingsOf(levelSums, claims)).map(({ title, means }) => [title, means]);
    fc.assert(
      fc.property(fc.shuffledSubarray(catalogueClaims, { minLength: catalogueClaims.length }), (shuffled) => {
        expect(sums(shuffled)).toEqual(sums(catalogueClaims));
      }),
      { numRuns: 30 },
    );
  });

  it('finds the same levels wrong whatever the currency is worth, and scales the difference', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (factor) => {
        const found = findingsOf(levelSums, scaledPrices(catalogueClaims, factor));
        expect(Object.keys(found)).toEqual(['level-sums-l4', 'level-sums-l5']);
        const thousand = new Intl.NumberFormat('en-IN').format(1000 * factor);
        for (const { arithmetic } of Object.values(found))
          expect(arithmetic[1]).toContain(`= ₹${thousand}: `);
      }),
    );
  });

  it('finds that the parts of Level 4 are ₹23,000 for ₹22,000 and those of Level 5 ₹49,500 for ₹50,500', () => {
    const found = findingsOf(levelSums, catalogueClaims);
    expect(Object.values(found).map(({ title }) => title)).toEqual([
      'The parts of Level 4 cost ₹23,000, its total is given as ₹22,000',
      'The parts of Level 5 cost ₹49,500, its total is given as ₹50,500',
    ]);
    expect(found['level-sums-l4']?.arithmetic[2]).toBe('₹23,000 ÷ 3 tenants = ₹7,667 each; ₹7,333 is given');
    expect(found['level-sums-l5']?.arithmetic[2]).toBe(
      '₹49,500 ÷ 3 tenants = ₹16,500 each; ₹16,833 is given',
    );
  });
});

describe('per-tenant', () => {
  it('takes a share rounded to the rupee as right, of the document too', () => {
    expect(findingsOf(perTenant, agreeing)).toEqual({});
    expect(findingsOf(perTenant, catalogueClaims)).toEqual({});
  });

  it.each([
    [1668, '₹1 too high'],
    [1666, '₹1 too low'],
  ])('does not take ₹%i for a third of ₹5,000', (bound, off) => {
    const found = findingsOf(perTenant, withClaim(agreeing, 'l2-tenant', { bound }))['per-tenant-l2'];
    expect(found?.severity).toBe('error');
    expect(found?.arithmetic[0]).toBe('₹5,000 ÷ 3 = ₹1,667');
    expect(found?.arithmetic[1]).toContain(off);
  });

  it('goes by the number of tenants that the scenario has', () => {
    const found = findingsOf(perTenant, withClaim(agreeing, 'tenants', { bound: 4 }));
    expect(Object.keys(found)).toHaveLength(5);
    expect(found['per-tenant-l1']?.arithmetic[0]).toBe('₹3,000 ÷ 4 = ₹750');
  });
});

describe('setup-sums', () => {
  it('finds nothing where both ends add up, and no sum of the document wrong', () => {
    expect(findingsOf(setupSums, agreeing)).toEqual({});
    expect(severitiesOf(setupSums, catalogueClaims)).toEqual({ 'setup-sums-yearly': 'note' });
  });

  it('sums the lower ends and the upper ends apart', () => {
    const found = findingsOf(setupSums, withClaim(agreeing, 'recommended-waha', { upTo: 3200 }))[
      'setup-sums-recommended'
    ];
    expect(found?.severity).toBe('error');
    expect(found?.arithmetic).toEqual([
      'upper ends: ₹4,000 + ₹3,200 + ₹500 = ₹7,700; ₹7,500 is given, ₹200 too low',
    ]);
  });

  it('says what a yearly part comes to in a month, where the total leaves it out', () => {
    const found = findingsOf(setupSums, [...agreeing, domain])['setup-sums-yearly'];
    expect(found?.severity).toBe('note');
    expect(found?.arithmetic[0]).toBe('minimum: ₹600 to ₹1,200 a year ÷ 12 = ₹50 to ₹100 a month');
  });

  it('does not say that a yearly part is left out of a total that its parts do not make up', () => {
    const claims = withClaim([...agreeing, domain], 'minimum-total', { bound: 2050, upTo: 3100 });
    expect(Object.keys(findingsOf(setupSums, claims))).toEqual(['setup-sums-minimum']);
  });

  it('finds the same sums wrong whatever the currency is worth', () => {
    const wrong = withClaim(agreeing, 'enterprise-db', { bound: 2400 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (factor) => {
        const found = findingsOf(setupSums, scaledPrices(wrong, factor));
        expect(Object.keys(found)).toEqual(['setup-sums-enterprise']);
        const off = new Intl.NumberFormat('en-IN').format(100 * factor);
        expect(found['setup-sums-enterprise']?.arithmetic[0]).toContain(`₹${off} too high`);
      }),
    );
  });
});
