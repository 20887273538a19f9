import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds } from '../../core/claim.ts';
import { usualAssumptions } from './assumptions.ts';
import alwaysFires from './checks/always-fires.ts';
import bandwidth from './checks/bandwidth.ts';
import dailyUsers from './checks/daily-users.ts';
import deadTriggers from './checks/dead-triggers.ts';
import mail from './checks/mail.ts';
import whatsapp from './checks/whatsapp.ts';
import { catalogueClaims } from './fixture-catalogue.ts';
import { madeClaim, withClaim } from './fixture-claim.ts';
import { foundBy, hiddenAssumptions, namesOf, quietClaims, theFinding } from './fixture-quiet.ts';
import { planOf } from './plan.ts';
import { firstUsers, impliedBy } from './traffic.ts';

const quiet = quietClaims();
const real = catalogueClaims;
const checks = [alwaysFires, dailyUsers, bandwidth, deadTriggers, whatsapp, mail];

describe('the users at which a trigger fires', () => {
  it('are the fewest at which it holds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 3600 }),
        fc.constantFrom('>' as const, '>=' as const),
        (bound, times, over, comparator) => {
          const perUser = { times, over };
          const first = firstUsers({ comparator, bound }, perUser);
          // Multiplied out: both sides are whole numbers.
          expect(holds(first * times, comparator, bound * over)).toBe(true);
          expect(holds((first - 1) * times, comparator, bound * over)).toBe(false);
          expect(impliedBy(first, perUser)).toBeCloseTo((first * times) / over);
        },
      ),
    );
  });

  it('are not moved by a last digit that floating point arithmetic adds', () => {
    expect(firstUsers({ comparator: '>=', bound: 3 }, { times: 0.1, over: 0.1 + 0.2 - 0.2 })).toBe(3);
    expect(firstUsers({ comparator: '>', bound: 0.3 }, { times: 0.1, over: 1 })).toBe(4);
  });
});

describe('a document without fault', () => {
  it('gives no finding but that larger levels have made the moves already', () => {
    expect(checks.flatMap((check) => namesOf(foundBy(check, quiet)))).toEqual(['dead-triggers-spent note']);
  });

  it.each(checks)('is compared all the same: $id', (check) => {
    expect(check.run(planOf(quiet), usualAssumptions).compared).toBeGreaterThan(0);
  });
});

describe.each(checks)('$id', (check) => {
  it.each([
    ['quiet', quiet],
    ['real', real],
  ])('names every assumption that a finding rests on (%s)', (_name, claims) => {
    expect(hiddenAssumptions(check, claims)).toEqual([]);
  });

  it('says of a finding with assumptions that it is no fact', () => {
    for (const { assumes, certainty } of foundBy(check, real))
      expect(certainty).toBe(assumes.length === 0 ? 'fact' : 'assumption');
  });
});

describe('one figure that is changed', () => {
  const one = (check: (typeof checks)[number], id: string, bound: number) =>
    namesOf(foundBy(check, withClaim(quiet, id, { bound })));

  it('makes the trigger on requests always fire, come early, or never', () => {
    expect(one(alwaysFires, 't-requests', 11)).toEqual(['always-fires-requests warning']); // 12 rps at 80 users
    expect(one(alwaysFires, 't-requests', 47)).toEqual(['always-fires-requests warning']); // from 314 users, own trigger 320
    expect(one(alwaysFires, 't-requests', 89)).toEqual([]); // from 594 users
    expect(one(alwaysFires, 't-requests', 90)).toEqual(['always-fires-requests warning']); // 600 users: not over 90
    expect(foundBy(alwaysFires, withClaim(quiet, 't-requests', { bound: 90 }))[0]?.means).toContain('never');
  });

  it('makes the trigger on daily users useless, or the two of them differ', () => {
    // Level 5 is for 480 to 600 users at a time: with two daily users for each, 962 from 481 users on.
    expect(one(dailyUsers, 't-daily', 962)).toEqual(['daily-users-two-thresholds warning']);
    expect(one(dailyUsers, 't-daily', 961)).toEqual([
      'daily-users-always-ratio warning',
      'daily-users-two-thresholds warning',
    ]);
    expect(one(dailyUsers, 't-daily', 480)).toEqual([
      'daily-users-always warning',
      'daily-users-always-ratio warning', // Level 4, for 320 to 400
      'daily-users-two-thresholds warning',
    ]);
    expect(one(dailyUsers, 't-cdn', 1200)).toEqual(['daily-users-two-thresholds warning']);
    expect(one(dailyUsers, 't-cdn', 1201)).toEqual([
      'daily-users-two-thresholds warning',
      'daily-users-cdn-l5 note',
    ]);
  });

  it('makes a month too much for the bandwidth', () => {
    expect(one(bandwidth, 't-bandwidth', 0.6)).toEqual(['bandwidth-app note']); // 642.7 GB > 614.4 GB
    expect(one(bandwidth, 't-bandwidth', 0.63)).toEqual([]); // 645.12 GB
    expect(one(bandwidth, 'l5-users-high', 2000)).toEqual(['bandwidth-app warning']);
  });

  it('puts the database trigger where no level gets to', () => {
    expect(one(deadTriggers, 't-database', 20 * 1024 ** 3)).toContain('dead-triggers-database-size warning');
  });

  it('makes e-mails too few for one a month to each customer', () => {
    expect(one(mail, 'mails-same-vm', 3333)).toEqual(['mail-days note']); // 99,990 a month for 100,000 customers
    expect(one(mail, 'mails-same-vm', 3334)).toEqual([]);
  });

  it('makes a number too few for the messages of a VM', () => {
    expect(one(whatsapp, 'whatsapp-dedicated', 1201)).toEqual(['whatsapp-numbers warning']);
  });
});

describe('a WhatsApp trigger', () => {
  const withTrigger = (bound: number) => [
    ...quiet,
    madeClaim('l2-whatsapp', 'trigger', bound, 'messages-per-day', {
      level: 2,
      comparator: '>',
      params: { metric: 'whatsapp-per-day', at: 'level' },
    }),
  ];
  const next = 'whatsapp-next-l2 warning';

  it('is held against the rule, and against what the next levels add', () => {
    expect(namesOf(foundBy(whatsapp, withTrigger(800)))).toEqual([next]);
    expect(namesOf(foundBy(whatsapp, withTrigger(500)))).toEqual(['whatsapp-share-l2 note', next]);
    expect(namesOf(foundBy(whatsapp, withTrigger(900)))).toEqual(['whatsapp-share-l2 warning', next]);
  });

  it('leads somewhere where the next level has a larger VM, or two', () => {
    for (const [id, bound] of [
      ['l3-waha-count', 2],
      ['l3-waha-vcpu', 4],
      ['l3-waha-memory', 8 * 1024 ** 3],
    ] as const)
      expect(foundBy(whatsapp, withClaim(withTrigger(800), id, { bound }))).toEqual([]);
  });
});

describe('the real catalogue', () => {
  it('has these findings', () => {
    expect(checks.flatMap((check) => namesOf(foundBy(check, real)))).toEqual([
      'always-fires-requests warning',
      'always-fires-read-queries warning',
      'daily-users-always warning',
      'daily-users-always-ratio warning',
      'daily-users-two-thresholds warning',
      'daily-users-cdn-l5 note',
      'bandwidth-app warning',
      'dead-triggers-database-size warning',
      'dead-triggers-spent note',
      'whatsapp-share-l2 note',
      'whatsapp-next-l2 warning',
      'whatsapp-numbers warning',
      'mail-days note',
    ]);
  });

  it('with the users at which they start', () => {
    const fires = foundBy(alwaysFires, real);
    expect(theFinding(fires, 'always-fires-requests').title).toBe(
      'The trigger on requests a second fires from 667 users on: always at Level 5, before the own trigger of Level 4, never at Levels 1, 2 and 3',
    );
    expect(theFinding(fires, 'always-fires-read-queries').title).toContain(
      'from 19 users on: always at Levels 1, 2, 3, 4 and 5',
    );
    expect(theFinding(foundBy(bandwidth, real), 'bandwidth-app').title).toContain(
      'from 765 users on at 1 TB a month, from 1,530 at 2 TB',
    );
    expect(theFinding(foundBy(dailyUsers, real), 'daily-users-always').title).toMatch(
      /^From 1,001 users .* of Level 5$/,
    );
  });

  it('keeps what is certain of daily users apart from what rests on the ratio', () => {
    const found = (dailyPerConcurrent: number) => foundBy(dailyUsers, real, { dailyPerConcurrent });
    const facts = (findings: typeof usual) => findings.filter(({ certainty }) => certainty === 'fact');
    const usual = found(2);
    expect(theFinding(usual, 'daily-users-always').certainty).toBe('fact');
    expect(theFinding(usual, 'daily-users-always-ratio').title).toMatch(/at Level 4 too$/);
    expect(theFinding(usual, 'daily-users-cdn-l5').certainty).toBe('assumption');
    for (const ratio of [1, 1.33, 3.33, 20]) expect(facts(found(ratio))).toEqual(facts(usual));
    expect(namesOf(found(1.9))).not.toContain('daily-users-always-ratio warning');
    // 2,000 users at a time are 10,000 a day with five daily users for each.
    expect(namesOf(found(4.99))).toContain('daily-users-cdn-l5 note');
    expect(namesOf(found(5))).not.toContain('daily-users-cdn-l5 note');
  });

  it('with what the next level costs for no message more', () => {
    const { arithmetic } = theFinding(foundBy(whatsapp, real), 'whatsapp-next-l2');
    expect(arithmetic).toContain(
      'Level 3 − Level 2: ₹11,000 − ₹5,500 = ₹5,500 a month, for the same WhatsApp VM',
    );
    const { means } = theFinding(foundBy(whatsapp, real), 'whatsapp-next-l2');
    expect(means).toContain('Between 5,001 and 10,000 messages a day nothing is needed');
    expect(means).toContain('no size by which the VM for 50,000 differs');
    expect(theFinding(foundBy(whatsapp, real), 'whatsapp-numbers').arithmetic.slice(1)).toEqual([
      '10,000 / 1,200 = 8.33: 9 numbers',
      '50,000 / 1,200 = 41.67: 42 numbers',
    ]);
  });

  it('says nothing of an assumption that makes it false', () => {
    expect(foundBy(bandwidth, real, { responseKilobytes: 1 })).toEqual([]);
    expect(namesOf(foundBy(whatsapp, real, { messagesPerMinutePerNumber: 5000 }))).not.toContain(
      'whatsapp-numbers warning',
    );
  });
});
