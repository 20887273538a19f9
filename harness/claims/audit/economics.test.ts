import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GIB } from '../../core/units.ts';
import { usualAssumptions } from './assumptions.ts';
import { cheapestFor, type Demand, monthsUntil } from './cheapest.ts';
import dominated from './checks/dominated.ts';
import scenario from './checks/scenario.ts';
import { catalogueClaims } from './fixture-catalogue.ts';
import { withClaim } from './fixture-claim.ts';
import { foundBy, hiddenAssumptions, namesOf, quietClaims, theFinding } from './fixture-quiet.ts';
import { planOf } from './plan.ts';

const quiet = quietClaims();
const real = catalogueClaims;
const plan = planOf(real);

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
    expect(one('l1-customers', { bound: 3750 })).toEqual(['scenario-customers error']);
    expect(one('l1-customers', { bound: 3751 })).toEqual([]);
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
    expect(one('path-3-customers', { bound: 5001 })).toEqual(['scenario-path-customers error']);
    expect(one('path-2', { upTo: 7 })).toEqual(['scenario-path-months error']);
    expect(one('path-3', { bound: 8 })).toEqual(['scenario-path-months error']);
    expect(one('path-4', { bound: 2, unit: 'years' })).toEqual(['scenario-path-months error']); // month 13, after month 9
  });

  it('finds these in the real catalogue', () => {
    const found = foundBy(scenario, real);
    expect(namesOf(found)).toEqual([
      'scenario-users warning',
      'scenario-customers error',
      'scenario-path-customers error',
    ]);
    expect(theFinding(found, 'scenario-users').arithmetic[1]).toBe(
      '(150 − 120) / (150 − 90) = 50 % of the expected range is above the trigger',
    );
    expect(theFinding(found, 'scenario-path-customers').title).toBe(
      'The path has no level for 10,000 to 15,000 customers',
    );
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
    expect(theFinding(found, 'dominated-per-user').title).toContain('Levels 2, 3 and 5');
    expect(hiddenAssumptions(dominated, real)).toEqual([]);
  });
});

describe('the cheapest level', () => {
  const asked = (demand: Demand) => cheapestFor(plan, demand, usualAssumptions);
  const example: Demand = { users: 180, customers: 12_000, whatsappPerDay: 6000 };

  it('for 180 users, 12,000 customers and 6,000 messages is Level 3, and Level 4 is within everywhere', () => {
    const found = asked(example);
    expect(found.cheapest?.level).toBe(3);
    expect(found.comfortable?.level).toBe(4);
    expect(found.levels.map(({ answer }) => answer)).toEqual([
      'beyond',
      'beyond',
      'tight',
      'within',
      'within',
    ]);
    expect(found.cheapest?.requirements.map(({ what, answer }) => [what, answer])).toEqual([
      ['users', 'tight'], // 180 > 80 % of 200
      ['customers', 'within'], // 12,000 <= 80 % of 20,000
      ['whatsappPerDay', 'within'], // 6,000 <= 80 % of 10,000
    ]);
    expect(found.cheapest?.inrPerUser).toBeCloseTo(11_000 / 180);
    // 240 users are 80 % of 300: ln(240 / 180) / ln 1.03; customers last longer, messages: ln(8000 / 6000) / ln 1.03.
    expect(found.cheapest?.due?.months).toBeCloseTo(9.7325, 3);
  });

  it('has a trigger of its own that makes it tight', () => {
    const two = asked({ users: 100, customers: 5000, whatsappPerDay: 6000 }).levels[1];
    const whatsapp = two?.requirements.find(({ what }) => what === 'whatsappPerDay');
    expect(whatsapp).toMatchObject({ answer: 'tight', share: 0.6, trigger: { fired: true }, dueInMonths: 0 });
  });

  it('is no level without a VM for what is asked', () => {
    const answers = (demand: Partial<Demand>) =>
      asked({ users: 10, customers: 10, whatsappPerDay: 0, ...demand }).levels.map(({ answer }) => answer);
    expect(answers({})).toEqual(['within', 'within', 'within', 'within', 'within']);
    expect(answers({ whatsappPerDay: 1 })[0]).toBe('beyond');
    expect(answers({ calls: 1 })).toEqual(['beyond', 'beyond', 'beyond', 'within', 'within']);
    expect(answers({ calls: 0 })[0]).toBe('within');
  });

  it('says that it does not know what two VMs carry together', () => {
    const five = (whatsappPerDay: number) =>
      asked({ users: 10, customers: 10, whatsappPerDay }).levels[4]?.requirements.at(-1)?.answer;
    expect([8000, 8001, 10_000, 10_001, 20_000, 20_001].map(five)).toEqual([
      'within',
      'tight',
      'tight',
      'unsaid',
      'unsaid',
      'beyond',
    ]);
  });

  it('is none where nothing carries it', () => {
    const found = asked({ ...example, users: 2001 });
    expect(found.cheapest).toBeNull();
    expect(found.comfortable).toBeNull();
    expect(asked({ ...example, users: 2000 }).cheapest?.level).toBe(5);
  });

  it('goes by price, not by number', () => {
    const cheap = planOf(withClaim(real, 'l4-price-total', { bound: 3000 }));
    expect(
      cheapestFor(cheap, { users: 10, customers: 10, whatsappPerDay: 0 }, usualAssumptions).cheapest?.level,
    ).toBe(4);
  });

  const demand = fc.record({
    users: fc.integer({ min: 0, max: 2500 }),
    customers: fc.integer({ min: 0, max: 120_000 }),
    whatsappPerDay: fc.integer({ min: 0, max: 25_000 }),
    calls: fc.option(fc.integer({ min: 0, max: 120 }), { nil: undefined }),
    emailsPerDay: fc.option(fc.integer({ min: 0, max: 1200 }), { nil: undefined }),
    databaseBytes: fc.option(fc.integer({ min: 0, max: 600 * GIB }), { nil: undefined }),
  });
  const keys = ['users', 'customers', 'whatsappPerDay', 'calls', 'emailsPerDay', 'databaseBytes'] as const;

  it('is never beyond, and the comfortable one never cheaper', () => {
    fc.assert(
      fc.property(demand, (wanted) => {
        const { cheapest, comfortable } = asked(wanted);
        expect(cheapest?.requirements.some(({ answer }) => answer === 'beyond') ?? false).toBe(false);
        if (comfortable === null) return;
        expect(comfortable.requirements.every(({ answer }) => answer === 'within')).toBe(true);
        expect(comfortable.inrPerMonth).toBeGreaterThanOrEqual(
          cheapest?.inrPerMonth ?? Number.POSITIVE_INFINITY,
        );
      }),
    );
  });

  it('never gets cheaper, nor the next one due later, for a demand that rises', () => {
    const price = (wanted: Demand, which: 'cheapest' | 'comfortable') =>
      asked(wanted)[which]?.inrPerMonth ?? Number.POSITIVE_INFINITY;
    fc.assert(
      fc.property(
        demand,
        fc.constantFrom(...keys),
        fc.double({ min: 1, max: 5, noNaN: true }),
        (wanted, key, times) => {
          const more = { ...wanted, [key]: (wanted[key] ?? 0) * times };
          expect(price(more, 'cheapest')).toBeGreaterThanOrEqual(price(wanted, 'cheapest'));
          expect(price(more, 'comfortable')).toBeGreaterThanOrEqual(price(wanted, 'comfortable'));
          const due = (one: Demand) =>
            asked(one).levels.map((level) => level.due?.months ?? Number.POSITIVE_INFINITY);
          const before = due(wanted);
          for (const [index, months] of due(more).entries())
            expect(months).toBeLessThanOrEqual(before[index] as number);
        },
      ),
    );
  });
});

describe('months until a limit', () => {
  it('are those after which growth has reached it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1000, noNaN: true }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (demand, times, growth) => {
          const months = monthsUntil(demand, demand * times, growth) ?? Number.NaN;
          expect(demand * (1 + growth) ** months).toBeCloseTo(demand * times, 3);
        },
      ),
    );
  });

  it('are none where it is passed, and never come without growth', () => {
    expect(monthsUntil(101, 100, 0.03)).toBe(0);
    expect(monthsUntil(100, 100, 0.03)).toBe(0);
    expect(monthsUntil(100, 200, 0)).toBeNull();
    expect(monthsUntil(0, 200, 0.03)).toBeNull();
    expect(monthsUntil(100, 200, 1)).toBe(1);
  });
});
