import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GIB } from '../../core/units.ts';
import dominated from './checks/dominated.ts';
import scenario from './checks/scenario.ts';
import { catalogueClaims } from './fixture-catalogue.ts';
import { withClaim } from './fixture-claim.ts';
import { foundBy, hiddenAssumptions, namesOf, quietClaims, theFinding } from './fixture-quiet.ts';

const quiet = quietClaims();
const real = catalogueClaims;

describe('the scenario', () => {
  const one = (id: string, change: Parameters<typeof withClaim>[2]) =>
    namesOf(foundBy(scenario, withClaim(quiet, id, change)));

  it('gives no finding where everything follows', () => {
    expect(foundBy(scenario, quiet)).toEqual([]);
    expect(hiddenAssumptions(scenario, real)).toEqual([]);
  });

  it('has users that outgrow the level, by its trigger or altogether', () => {
    expect(one('l1-trigger-users', { bound: 74 })).toEqual(['scenario-users warning']);
    expect(one('l1-trigger-users', { bound: 75 })).toEqual([]);
    const full = withClaim(withClaim(quiet, 'l1-users-low', { bound: 50 }), 'l1-users-high', { bound: 74 });
    expect(namesOf(foundBy(scenario, full))).toEqual(['scenario-users error']);
  });

  it('has customers that fill a level past the rule', () => {
    expect(one('l1-customers', { bound: 3750 })).toEqual(['scenario-customers warning']);
    expect(one('l1-customers', { bound: 3751 })).toEqual([]);
  });

  it('has more than Phase 1 carries, of customers or of users', () => {
    expect(one('phase-1-customers', { bound: 2999 })).toEqual(['scenario-phase-1 warning']);
    expect(one('phase-1-customers', { bound: 3000 })).toEqual([]);
    expect(one('phase-1-users', { upTo: 74, bound: 50 })).toEqual(['scenario-phase-1 warning']);
    expect(one('phase-1-users', { upTo: 75, bound: 50 })).toEqual([]);
  });

  it('has data that the level is not for', () => {
    expect(one('l1-trigger-database', { bound: 9 * GIB })).toEqual(['scenario-data warning']);
    expect(one('l1-database', { bound: 9 * GIB })).toEqual(['scenario-data error']);
  });

  it('has figures of a tenant that do not add up', () => {
    expect(one('s-users-per-tenant', { upTo: 26 })).toEqual(['scenario-users-per-tenant error']);
    expect(one('s-customers-per-tenant', { bound: 1001 })).toEqual(['scenario-customers-per-tenant error']);
  });

  it('takes a path that is late, has a gap, or months that do not meet', () => {
    expect(one('path-3-customers', { bound: 4001 })).toEqual(['scenario-path-customers warning']);
    // The level before is for 5,000.
    const far = foundBy(scenario, withClaim(quiet, 'path-3-customers', { bound: 6000, comparator: '>' }));
    expect(namesOf(far)).toEqual(['scenario-path-customers warning']);
    expect(far[0]?.title).toContain('5,001 to 6,000');
    const from = foundBy(scenario, withClaim(quiet, 'path-3-customers', { bound: 6000, comparator: '>=' }));
    expect(from[0]?.title).toContain('5,001 to 5,999');
    expect(one('path-2', { upTo: 7 })).toEqual(['scenario-path-months error']);
    expect(one('path-3', { bound: 8 })).toEqual(['scenario-path-months error']);
    expect(one('path-4', { bound: 2, unit: 'years' })).toEqual(['scenario-path-months error']); // month 13, after month 9
  });

  it('finds these in the real catalogue', () => {
    const found = foundBy(scenario, real);
    expect(namesOf(found)).toEqual([
      'scenario-users warning',
      'scenario-customers warning',
      'scenario-phase-1 warning',
      'scenario-path-customers warning',
    ]);
    expect(theFinding(found, 'scenario-users').arithmetic[1]).toBe(
      '(150 − 120) / (150 − 90) = 50 % of the expected range is above the trigger',
    );
    expect(theFinding(found, 'scenario-path-customers').title).toBe(
      'The path names no level for 10,001 to 15,000 customers',
    );
    expect(theFinding(found, 'scenario-phase-1').arithmetic).toEqual([
      'customers: the scenario has up to 10,000, Phase 1 carries up to 5,000: 10,000 / 5,000 = 200 %',
      'users at a time: the scenario has up to 150, Phase 1 carries up to 100: 150 / 100 = 150 %',
    ]);
  });
});

describe('dominated', () => {
  const one = (id: string, change: Parameters<typeof withClaim>[2]) =>
    namesOf(foundBy(dominated, withClaim(quiet, id, change))).filter((name) => !name.includes('per-user'));

  it('finds a level that costs more than one that carries as much, and not one that costs the same', () => {
    const most = quiet.find(({ id }) => id === 'l5-total')?.bound ?? 0;
    expect(one('l4-total', { bound: most })).toEqual([]);
    expect(one('l4-total', { bound: most + 1 })).toEqual(['dominated-l4 error']);
  });

  it('spares a level that carries more of anything, or does what the other does not', () => {
    const dear = withClaim(quiet, 'l4-total', { bound: 90_000 });
    const names = (claims: typeof quiet) => namesOf(foundBy(dominated, claims));
    expect(names(dear)).toContain('dominated-l4 error');
    for (const id of ['l4-users-low', 'l4-users-high', 'l4-customers'])
      expect(names(withClaim(dear, id, { bound: id === 'l4-customers' ? 600_000 : 1000 }))).not.toContain(
        'dominated-l4 error',
      );
    expect(names(dear.filter(({ id }) => id !== 'l5-telephony-price'))).not.toContain('dominated-l4 error');
  });

  it('is the same for prices in another currency', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (times) => {
        const scaled = real.map((claim) =>
          claim.unit === 'inr-per-month'
            ? { ...claim, bound: claim.bound * times, upTo: claim.upTo === null ? null : claim.upTo * times }
            : claim,
        );
        expect(namesOf(foundBy(dominated, scaled))).toEqual(namesOf(foundBy(dominated, real)));
      }),
      { numRuns: 20 },
    );
  });

  it('finds three levels that are dearer for each user in the real catalogue, and none dominated', () => {
    const found = foundBy(dominated, real);
    expect(namesOf(found)).toEqual(['dominated-per-user note']);
    const { title, arithmetic } = theFinding(found, 'dominated-per-user');
    expect(title).toContain('Levels 2, 3 and 5');
    expect(arithmetic.slice(5).map((line) => line.split('; ').at(-1))).toEqual([
      '₹23,000 / 1,000 users = ₹23 each',
      '₹49,500 / 2,000 users = ₹24.75 each',
    ]);
    const summed = foundBy(dominated, withClaim(real, 'l4-price-total', { bound: 23_000 }));
    expect(theFinding(summed, 'dominated-per-user').arithmetic.slice(5)).toHaveLength(1);
    expect(hiddenAssumptions(dominated, real)).toEqual([]);
  });
});
