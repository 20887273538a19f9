import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GIB } from '../../core/units.ts';
import haPrices from './checks/ha-prices.ts';
import priceTags from './checks/price-tags.ts';
import sameSizePrices from './checks/same-size-prices.ts';
import vmSizes from './checks/vm-sizes.ts';
import { catalogueClaims } from './fixture-catalogue.ts';
import { madeClaim, withClaim } from './fixture-claim.ts';
import { agreeingClaims } from './fixture-document.ts';
import { findingsOf, scaledPrices, severitiesOf } from './fixture-run.ts';

const agreeing = agreeingClaims();
const without = (...ids: string[]) => agreeing.filter(({ id }) => !ids.includes(id));

describe('same-size-prices', () => {
  it('finds nothing where a size has one price', () => {
    expect(findingsOf(sameSizePrices, agreeing)).toEqual({});
  });

  it('divides by the number of VMs before it compares', () => {
    const found = findingsOf(sameSizePrices, withClaim(agreeing, 'l5-redis-count', { bound: 2 }));
    const one = found['same-size-prices-2-vcpu-4-gb'];
    expect(one?.severity).toBe('warning');
    expect(one?.arithmetic).toContain('Redis: Level 3 ₹2,000; Level 4 ₹2,000; Level 5 ₹6,000 ÷ 2 = ₹3,000');
  });

  it('does not compare VMs of different sizes', () => {
    const larger = withClaim(agreeing, 'l4-db-memory', { bound: 16 * GIB });
    expect(findingsOf(sameSizePrices, withClaim(larger, 'l4-db-price', { bound: 7000 }))).toEqual({});
  });

  it('finds a disk that is priced at nothing, and what it costs elsewhere', () => {
    const found = findingsOf(sameSizePrices, withClaim(agreeing, 'l4-db-disk', { bound: 200 * GIB }));
    expect(Object.keys(found)).toEqual(['same-size-prices-4-vcpu-8-gb-disk']);
    expect(found['same-size-prices-4-vcpu-8-gb-disk']?.arithmetic.slice(-2)).toEqual([
      '200 GB − 100 GB = 100 GB more for ₹0',
      'elsewhere 100 GB of additional VM storage cost ₹200 to ₹500 a month: 100 GB would be ₹200 to ₹500',
    ]);
  });

  it('finds no free disk where the larger one costs more', () => {
    const claims = withClaim(agreeing, 'l4-db-disk', { bound: 200 * GIB });
    const found = findingsOf(sameSizePrices, withClaim(claims, 'l4-db-price', { bound: 3300 }));
    expect(Object.keys(found)).toEqual(['same-size-prices-4-vcpu-8-gb']);
  });

  it('finds the three prices of the small VM in the document, and its free disks', () => {
    const found = findingsOf(sameSizePrices, catalogueClaims);
    expect(severitiesOf(sameSizePrices, catalogueClaims)).toEqual({
      'same-size-prices-2-vcpu-4-gb': 'warning',
      'same-size-prices-4-vcpu-8-gb-disk': 'warning',
    });
    expect(found['same-size-prices-2-vcpu-4-gb']?.title).toContain('₹1,500, ₹2,000 or ₹2,500');
    expect(found['same-size-prices-2-vcpu-4-gb']?.arithmetic.at(-1)).toBe(
      'Level 5 has 8 of them: ₹6,000 + ₹4,000 + ₹5,000 + ₹2,000 = ₹17,000; at the lowest price 8 × ₹1,500 = ₹12,000',
    );
  });
});

describe('price-tags', () => {
  it('finds nothing where every price lies in the ranges of the other places', () => {
    expect(findingsOf(priceTags, agreeing)).toEqual({});
  });

  it.each([
    ['l1-app-price', 3001, 'price-tags-app', 'warning'],
    ['l3-db-price', 3400, 'price-tags-db', 'warning'],
    ['l3-redis-price', 2100, 'price-tags-redis', 'warning'],
    ['l5-cdn-price', 2600, 'price-tags-cdn', 'warning'],
    // Fits neither of the two options for one VM.
    ['l2-waha-price', 1900, 'price-tags-waha', 'warning'],
    ['l5-telephony-price', 3900, 'price-tags-telephony', 'warning'],
    // Two VMs are priced together there; what one costs is another figure.
    ['price-telephony-high-availability', 5000, 'price-tags-telephony', 'warning'],
    ['l4-storage-price', 1200, 'price-tags-storage', 'warning'],
    ['recommended-backups', 1500, 'price-tags-storage-setups', 'warning'],
  ])('notices %s at ₹%i', (id, bound, about, severity) => {
    expect(severitiesOf(priceTags, withClaim(agreeing, id, { bound }))).toEqual({ [about]: severity });
  });

  it('lets a price fit any of the options for that many VMs', () => {
    const options = agreeing.map((claim) =>
      claim.id === 'enterprise-waha' ? { ...claim, upTo: 3500 } : claim,
    );
    expect(findingsOf(priceTags, withClaim(options, 'l2-waha-price', { bound: 3400 }))).toEqual({});
  });

  it('does not take a managed service for a VM', () => {
    const found = findingsOf(priceTags, withClaim(agreeing, 'l3-db-price', { bound: 1800 }))['price-tags-db'];
    expect(found?.arithmetic.join()).toContain(
      "₹2,000 to ₹3,000 for one ('dedicated' in its own section): ₹2,000 − ₹1,800",
    );
  });

  it('holds only a level of one VM against the price of one VM', () => {
    expect(findingsOf(priceTags, withClaim(agreeing, 'l3-app-price', { bound: 3900 }))).toEqual({});
  });

  it('excuses a VM that is larger than its section asks for, and only for being dearer', () => {
    const larger = withClaim(agreeing, 'l5-db-vcpu', { bound: 8 });
    expect(findingsOf(priceTags, withClaim(larger, 'l5-db-price', { bound: 7000 }))).toEqual({});
    expect(Object.keys(findingsOf(priceTags, withClaim(larger, 'l5-db-price', { bound: 1000 })))).toEqual([
      'price-tags-db',
    ]);
  });

  it('compares alike whatever the currency is worth', () => {
    const ids = Object.keys(findingsOf(priceTags, catalogueClaims));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (factor) => {
        expect(Object.keys(findingsOf(priceTags, scaledPrices(catalogueClaims, factor)))).toEqual(ids);
      }),
    );
  });

  it('finds in the document the one VM and the database VM too dear, and two WhatsApp VMs too cheap', () => {
    expect(severitiesOf(priceTags, catalogueClaims)).toEqual({
      'price-tags-app': 'warning',
      'price-tags-db': 'warning',
      'price-tags-waha': 'warning',
    });
    const { arithmetic, means } = findingsOf(priceTags, catalogueClaims)['price-tags-waha'] ?? {};
    expect(arithmetic?.[0]).toBe(
      "Level 5: ₹4,000 ÷ 2 = ₹2,000 for 2 vCPU, 4 GB; ₹2,500 to ₹3,500 for one ('high-traffic' in its own section, ₹5,000 to ₹7,000 ÷ 2): ₹2,500 − ₹2,000 = ₹500 below",
    );
    expect(means).toContain('₹1,000 a month short');
    expect(means).toContain('approximate');
  });

  it('shows both sides: the places of the document that agree with the level too', () => {
    const found = findingsOf(priceTags, catalogueClaims);
    const agreed = (id: string) => found[id]?.arithmetic.filter((line) => line.startsWith('agrees: '));
    expect(agreed('price-tags-app')).toEqual([
      'agrees: ₹3,000 to ₹4,000 for one (the enterprise set-up, ₹6,000 to ₹8,000 ÷ 2): ₹3,500 of Level 1 lies in it',
      'agrees: ₹3,000 to ₹4,000 for one (the recommended set-up): ₹3,500 of Level 1 lies in it',
      'agrees: ₹2,500 to ₹3,500 for one (Phase 1): ₹3,500 of Level 1 lies in it',
    ]);
    expect(agreed('price-tags-db')).toEqual([
      'agrees: ₹2,500 to ₹3,500 for one (the enterprise set-up): ₹3,500 of Levels 3 and 4 lies in it',
    ]);
    expect(found['price-tags-app']?.title).toContain('more than some other places');
    const alone = withClaim(catalogueClaims, 'enterprise-price-db', { upTo: 3400 });
    const { title, arithmetic } = findingsOf(priceTags, alone)['price-tags-db'] ?? {};
    expect(title).toContain('than the document asks for it elsewhere');
    expect(arithmetic?.join()).not.toContain('agrees');
  });
});

describe('vm-sizes', () => {
  it('finds nothing where every VM is of the size that its section asks for', () => {
    expect(findingsOf(vmSizes, agreeing)).toEqual({});
  });

  it.each([
    ['l2-waha-memory', 2 * GIB, { 'vm-sizes-waha-below': 'warning' }],
    ['l5-balancer-vcpu', 4, { 'vm-sizes-balancer-above': 'note' }],
    ['l3-db-disk', 500 * GIB, { 'vm-sizes-db-above': 'note' }],
  ])('notices %s', (id, bound, found) => {
    expect(severitiesOf(vmSizes, withClaim(agreeing, id, { bound }))).toEqual(found);
  });

  it('names VMs without a disk, with their price', () => {
    const found = findingsOf(
      vmSizes,
      without('l5-replica-disk', 'l5-cdn-vcpu', 'l5-cdn-memory', 'l5-cdn-disk'),
    );
    expect(Object.keys(found)).toEqual(['vm-sizes-unstated']);
    expect(found['vm-sizes-unstated']?.arithmetic).toEqual([
      'Level 5: 2 × read replica ₹6,000 + CDN (no size at all) ₹2,000 = ₹8,000 a month',
    ]);
  });

  it('finds in the document what Levels 4 and 5 leave out', () => {
    const found = findingsOf(vmSizes, catalogueClaims);
    expect(severitiesOf(vmSizes, catalogueClaims)).toEqual({
      'vm-sizes-balancer-above': 'note',
      'vm-sizes-db-above': 'note',
      'vm-sizes-unstated': 'warning',
    });
    expect(found['vm-sizes-unstated']?.arithmetic.map((line) => line.split(' = ').at(-1))).toEqual([
      '₹15,000 a month',
      '₹40,000 a month',
    ]);
    expect(found['vm-sizes-balancer-above']?.arithmetic.at(-1)).toBe(
      'the same size elsewhere in the levels costs ₹3,500 (application VM of Level 1)',
    );
    expect(found['vm-sizes-db-above']?.arithmetic.at(-1)).toBe(
      "no other VM of the levels has this size; the section's ₹2,000 to ₹3,000 is for the smaller VM",
    );
  });
});

describe('ha-prices', () => {
  const promise = (level: number) =>
    madeClaim(`l${level}-ha`, 'promise', 1, 'count', { level, params: { promise: 'high-availability' } });
  const promised = [...agreeing, promise(4), promise(5)];
  const found = (claims: typeof agreeing) => findingsOf(haPrices, claims)['ha-prices-high-availability'];
  const apart = (claims: typeof agreeing) =>
    found(claims)?.arithmetic.filter((line) => line.endsWith('apart')) ?? [];

  it('finds nothing where section, phase and the first level that promises it have prices in common', () => {
    expect(findingsOf(haPrices, agreeing)).toEqual({});
    expect(findingsOf(haPrices, promised)).toEqual({});
  });

  it('notices a price that no longer reaches the others', () => {
    const claims = withClaim(promised, 'price-vm-high-availability', { upTo: 12_000 });
    expect(found(claims)?.severity).toBe('warning');
    expect(apart(claims)).toHaveLength(2);
  });

  it('counts a level only where it promises high availability, and judges only the first of them', () => {
    const dear = withClaim(promised, 'l4-total', { bound: 90_000 });
    expect(apart(dear)).toHaveLength(2);
    expect(apart(dear.filter(({ id }) => id !== 'l4-ha' && id !== 'l5-ha'))).toEqual([]);
    expect(apart(withClaim(promised, 'l5-total', { bound: 90_000 }))).toEqual([]);
    expect(apart(promised.filter(({ id }) => id !== 'l4-ha'))).toHaveLength(2);
  });

  it('notices a number of VMs that the section does not allow', () => {
    const claims = withClaim(promised, 'count-vm-high-availability', { upTo: 7 });
    expect(found(claims)?.arithmetic).toContain('Level 4: 8 VMs, not among the 3 to 7 of the section');
  });

  it('finds four places of the document between ₹6,000 and ₹50,500, and Level 4 apart from two', () => {
    expect(found(catalogueClaims)?.title).toBe(
      'High availability costs ₹6,000 to ₹50,500 a month, depending on the page; the most at Level 5',
    );
    expect(found(catalogueClaims)?.arithmetic.slice(0, 4)).toEqual([
      'Virtual Machines section: 3 to 6 VMs, ₹6,000 to ₹12,000',
      'Phase 3: 7 VMs that it counts, ₹12,000 to ₹18,000',
      'Level 4: 8 VMs, ₹22,000',
      'Level 5: 16 VMs, ₹50,500; a larger one still, not held against the others',
    ]);
    expect(apart(catalogueClaims)).toEqual([
      'Virtual Machines section costs ₹12,000 at most, Level 4 ₹22,000 at least: ₹22,000 − ₹12,000 = ₹10,000 apart',
      'Phase 3 costs ₹18,000 at most, Level 4 ₹22,000 at least: ₹22,000 − ₹18,000 = ₹4,000 apart',
    ]);
    expect(found(catalogueClaims)?.means).toContain('up to ₹16,000 a month');
    expect(found(catalogueClaims)?.cites.some(({ claimId }) => claimId.startsWith('enterprise'))).toBe(false);
  });
});
