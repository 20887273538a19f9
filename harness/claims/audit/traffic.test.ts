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
    expect(one(dailyUsers, 't-daily', 900)).toEqual([
      'daily-users-always warning',
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

  it('makes e-mails take more than a day', () => {
    expect(one(mail, 'mails-same-vm', 99_999)).toEqual(['mail-days warning']);
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
      'daily-users-two-thresholds warning',
      'daily-users-cdn-l5 note',
      'bandwidth-app warning',
      'dead-triggers-database-size warning',
      'dead-triggers-spent note',
      'whatsapp-share-l2 note',
      'whatsapp-next-l2 warning',
      'whatsapp-numbers warning',
      'mail-days warning',
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
    expect(theFinding(foundBy(bandwidth, real), 'bandwidth-app').title).toContain('from 765 users on');
    expect(theFinding(foundBy(dailyUsers, real), 'daily-users-always').title).toContain('Levels 4 and 5');
  });

  it('counts neither ratio of the scenario for certain where only one of them gets there', () => {
    const changed = (id: string, bound: number) => foundBy(dailyUsers, withClaim(real, id, { bound }));
    expect(namesOf(changed('trigger-cdn-daily-users', 4445))).toContain('daily-users-cdn-l5 note');
    expect(namesOf(changed('trigger-cdn-daily-users', 4200))).not.toContain('daily-users-cdn-l5 note');
    // 1,020 daily users are 459 or 510 at a time: within Level 4, not over the whole of it.
    expect(theFinding(changed('trigger-daily-users', 1020), 'daily-users-always').title).toMatch(
      /of Level 5$/,
    );
  });

  it('with what the next level costs for no message more', () => {
    const { arithmetic } = theFinding(foundBy(whatsapp, real), 'whatsapp-next-l2');
    expect(arithmetic).toContain('Level 3 − Level 2: ₹11,000 − ₹5,500 = ₹5,500 a month, for 0 messages more');
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
