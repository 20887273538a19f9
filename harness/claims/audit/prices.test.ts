import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GIB } from '../../core/units.ts';
import haPrices from './checks/ha-prices.ts';
import priceTags from './checks/price-tags.ts';
import sameSizePrices from './checks/same-size-prices.ts';
import vmSizes from './checks/vm-sizes.ts';
import { catalogueClaims } from './fixture-catalogue.ts';
import { withClaim } from './fixture-claim.ts';
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
    ['l1-app-price', 3001, 'price-tags-app', 'error'],
    ['l3-db-price', 3400, 'price-tags-db', 'error'],
    // Nothing says which size a Redis or a CDN VM has to have, so the prices may be for different machines.
    ['l3-redis-price', 2100, 'price-tags-redis', 'warning'],
    ['l5-cdn-price', 2600, 'price-tags-cdn', 'warning'],
    // Fits neither of the two options for one VM.
    ['l2-waha-price', 1900, 'price-tags-waha', 'error'],
    ['l5-telephony-price', 3900, 'price-tags-telephony', 'error'],
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
      'price-tags-app': 'error',
      'price-tags-db': 'error',
      'price-tags-waha': 'warning',
    });
    const { arithmetic, means } = findingsOf(priceTags, catalogueClaims)['price-tags-waha'] ?? {};
    expect(arithmetic?.[0]).toBe(
      "Level 5: ₹4,000 ÷ 2 = ₹2,000 for 2 vCPU, 4 GB; ₹2,500 to ₹3,500 for one ('high-traffic' in its own section): ₹2,500 − ₹2,000 = ₹500 below",
    );
    expect(means).toContain('₹1,000 a month short');
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
  });
});

describe('ha-prices', () => {
  it('finds nothing where the four places have prices in common', () => {
    expect(findingsOf(haPrices, agreeing)).toEqual({});
  });

  it('notices a price that no longer reaches the others', () => {
    const found = findingsOf(haPrices, withClaim(agreeing, 'price-vm-high-availability', { upTo: 12_000 }));
    const { severity, arithmetic } = found['ha-prices-high-availability'] ?? {};
    expect(severity).toBe('warning');
    expect(arithmetic?.filter((line) => line.endsWith('apart'))).toHaveLength(3);
  });

  it('notices a number of VMs that the section does not allow', () => {
    const claims = withClaim(agreeing, 'count-vm-high-availability', { upTo: 7 });
    expect(findingsOf(haPrices, claims)['ha-prices-high-availability']?.arithmetic.at(-1)).toBe(
      'Level 4: 8 VMs, not among the 3 to 7 of the section',
    );
  });

  it('finds four places of the document between ₹6,000 and ₹23,000', () => {
    const found = findingsOf(haPrices, catalogueClaims)['ha-prices-high-availability'];
    expect(found?.title).toContain('₹6,000 to ₹23,000');
    expect(found?.arithmetic.slice(0, 4)).toEqual([
      'Virtual Machines section: 3 to 6 VMs, ₹6,000 to ₹12,000',
      'Phase 3, VMs that it counts: 7 VMs, ₹12,000 to ₹18,000',
      'Enterprise set-up: 7 VMs, ₹17,000 to ₹23,000',
      'Level 4: 8 VMs, ₹22,000',
    ]);
  });
});
