import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GIB } from '../../core/units.ts';
import { usualAssumptions } from './assumptions.ts';
import { cheapestFor, type Demand, monthsUntil } from './cheapest.ts';
import { catalogueClaims } from './fixture-catalogue.ts';
import { withClaim } from './fixture-claim.ts';
import { planOf } from './plan.ts';

const real = catalogueClaims;
const plan = planOf(real);
const asked = (demand: Demand) => cheapestFor(plan, demand, usualAssumptions);
const little: Demand = { users: 10, customers: 10, whatsappPerDay: 0 };

describe('the cheapest level', () => {
  const example: Demand = { users: 180, customers: 12_000, whatsappPerDay: 6000 };

  it('for 180 users, 12,000 customers and 6,000 messages is Level 3, and Level 4 leaves room everywhere', () => {
    const found = asked(example);
    expect(found.cheapest?.level).toBe(3);
    expect(found.comfortable?.level).toBe(4);
    const answers = ['beyond', 'beyond', 'tight', 'within', 'within'];
    expect(found.levels.map(({ answer }) => answer)).toEqual(answers);
    expect(found.cheapest?.requirements.map(({ what, answer }) => [what, answer])).toEqual([
      ['users', 'tight'], // 180 >= 80 % of 200
      ['customers', 'within'], // 12,000 < 80 % of 20,000
      ['whatsappPerDay', 'within'], // 6,000 < 80 % of 10,000
    ]);
    // by the lower end 160 users are passed; by the upper 240 are 80 % of 300: ln(240 / 180) / ln 1.03
    expect(found.cheapest?.due).toMatchObject({ what: 'users', soonest: 0 });
    expect(found.cheapest?.due?.latest).toBeCloseTo(9.7325, 3);
  });

  it('has a trigger of its own that makes it tight', () => {
    const two = asked({ users: 100, customers: 5000, whatsappPerDay: 6000 }).levels[1];
    const whatsapp = two?.requirements.find(({ what }) => what === 'whatsappPerDay');
    expect(whatsapp).toMatchObject({ answer: 'tight', share: 0.6, trigger: { fired: true } });
  });

  it.each([
    ['users', 79, 'within'],
    ['users', 80, 'tight'], // 80 % of 100: the document says to scale when it is reached
    ['users', 150, 'tight'],
    ['users', 151, 'beyond'],
    ['customers', 7999, 'within'],
    ['customers', 8000, 'tight'],
    ['customers', 10_000, 'tight'],
    ['customers', 10_001, 'beyond'],
  ] as const)('Level 1 with %s %d is %s', (what, demand, answer) => {
    expect(asked({ ...little, [what]: demand }).levels[0]?.answer).toBe(answer);
  });

  it('takes a VM that the document sells for it where the level has none, and adds its price', () => {
    const [one] = asked({ ...little, calls: 1 }).levels;
    expect(one).toMatchObject({ answer: 'added', roomy: true, inrPerMonth: { least: 5500, most: 6500 } });
    const forty = asked({ ...little, calls: 45 }).levels[0]; // 45 of 50 leave no room: the larger VM
    expect(forty).toMatchObject({ roomy: true, inrPerMonth: { least: 6000, most: 7000 } });
    const many = asked({ ...little, whatsappPerDay: 15_000 });
    expect(many.cheapest).toMatchObject({ level: 1, inrPerMonth: { least: 6000, most: 7000 } });
    expect(asked({ ...little, emailsPerDay: 1001 }).cheapest).toMatchObject({ level: 1, answer: 'added' });
    expect(asked({ ...little, emailsPerDay: 10_001 }).cheapest).toBeNull();
    expect(asked({ ...little, calls: 0 }).levels[0]?.answer).toBe('within');
  });

  it('does not take a VM for the one of two options that its price fits', () => {
    const four = (calls: number) => asked({ ...little, calls }).levels[3]?.requirements.at(-1);
    expect(four(50)).toMatchObject({ answer: 'tight', carried: { sure: 50, most: 100, unsaid: true } });
    expect([39, 51, 100, 101].map((calls) => four(calls)?.answer)).toEqual([
      'within',
      'unsaid',
      'unsaid',
      'beyond',
    ]);
    const two = asked({ ...little, whatsappPerDay: 1 }).levels[1]?.requirements.at(-1);
    expect(two?.carried).toEqual({ sure: 10_000, most: 10_000, unsaid: false });
  });

  it('says that it does not know what two VMs carry together', () => {
    const five = (whatsappPerDay: number) =>
      asked({ ...little, whatsappPerDay }).levels[4]?.requirements.at(-1)?.answer;
    const answers = ['within', 'tight', 'tight', 'unsaid', 'unsaid', 'added', 'beyond'];
    expect([7999, 8000, 10_000, 10_001, 20_000, 20_001, 50_001].map(five)).toEqual(answers);
  });

  it('is none where nothing carries it', () => {
    const found = asked({ ...example, users: 2001 });
    expect(found.cheapest).toBeNull();
    expect(found.comfortable).toBeNull();
    expect(asked({ ...example, users: 2000 }).cheapest?.level).toBe(5);
  });

  it('goes by price, not by number', () => {
    const cheap = planOf(withClaim(real, 'l4-price-total', { bound: 3000 }));
    expect(cheapestFor(cheap, little, usualAssumptions).cheapest?.level).toBe(4);
  });

  const demand = fc.record({
    users: fc.integer({ min: 0, max: 2500 }),
    customers: fc.integer({ min: 0, max: 120_000 }),
    whatsappPerDay: fc.integer({ min: 0, max: 60_000 }),
    calls: fc.option(fc.integer({ min: 0, max: 220 }), { nil: undefined }),
    emailsPerDay: fc.option(fc.integer({ min: 0, max: 12_000 }), { nil: undefined }),
    databaseBytes: fc.option(fc.integer({ min: 0, max: 600 * GIB }), { nil: undefined }),
  });

  it('is never beyond, the comfortable one leaves room everywhere and is never cheaper', () => {
    fc.assert(
      fc.property(demand, (wanted) => {
        const { cheapest, comfortable } = asked(wanted);
        expect(cheapest?.requirements.some(({ answer }) => answer === 'beyond') ?? false).toBe(false);
        if (comfortable === null) return;
        expect(comfortable.requirements.every(({ roomy }) => roomy)).toBe(true);
        expect(comfortable.inrPerMonth.most).toBeGreaterThanOrEqual(
          cheapest?.inrPerMonth.most ?? Number.POSITIVE_INFINITY,
        );
      }),
    );
  });

  it('never gets cheaper for a demand that rises, and nothing asked for is left out of the answer', () => {
    const price = (wanted: Demand) => asked(wanted).cheapest?.inrPerMonth.most ?? Number.POSITIVE_INFINITY;
    const keys = ['users', 'customers', 'databaseBytes'] as const;
    fc.assert(
      fc.property(
        demand,
        fc.constantFrom(...keys),
        fc.double({ min: 1, max: 5, noNaN: true }),
        (wanted, key, times) => {
          expect(price({ ...wanted, [key]: (wanted[key] ?? 0) * times })).toBeGreaterThanOrEqual(
            price(wanted),
          );
          const given = Object.entries(wanted).flatMap(([name, value]) =>
            value === undefined ? [] : [name],
          );
          for (const { requirements } of asked(wanted).levels)
            expect(requirements.map(({ what }) => what).sort()).toEqual(given.sort());
        },
      ),
    );
  });

  it('is outgrown no later by the lower end than by the upper', () => {
    fc.assert(
      fc.property(demand, (wanted) => {
        for (const { requirements } of asked(wanted).levels)
          for (const { due } of requirements) if (due) expect(due.soonest).toBeLessThanOrEqual(due.latest);
      }),
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

  it('are none where it is reached, and never come without growth or demand', () => {
    expect(monthsUntil(101, 100, 0.03)).toBe(0);
    expect(monthsUntil(100, 100, 0)).toBe(0);
    expect(monthsUntil(100, 200, 0)).toBeNull();
    expect(monthsUntil(0, 200, 0.03)).toBeNull();
    expect(monthsUntil(100, 200, 1)).toBe(1);
  });
});
