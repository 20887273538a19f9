import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../core/claim.ts';
import { GIB } from '../../core/units.ts';
import eightyPercent from './checks/eighty-percent.ts';
import gaps from './checks/gaps.ts';
import phaseLevels from './checks/phase-levels.ts';
import sameMachine from './checks/same-machine.ts';
import treeText from './checks/tree-text.ts';
import { catalogueClaims } from './fixture-catalogue.ts';
import { madeClaim, withClaim } from './fixture-claim.ts';
import { agreeingClaims } from './fixture-document.ts';
import { findingsOf, severitiesOf } from './fixture-run.ts';

const agreeing = agreeingClaims();

describe('phase-levels', () => {
  it('finds nothing where phases and levels say the same', () => {
    expect(findingsOf(phaseLevels, agreeing)).toEqual({});
  });

  it.each([
    // Ranges that share no number exclude each other; ranges that only differ may both hold.
    ['phase-1-users', { bound: 20, upTo: 60 }, { 'phase-levels-1': 'warning' }],
    ['phase-1-users', { bound: 60, upTo: 90 }, { 'phase-levels-1': 'warning' }],
    ['phase-1-customers', { bound: 4000 }, { 'phase-levels-1': 'warning' }],
    ['phase-1-customers', { bound: 8000 }, { 'phase-levels-1': 'warning' }],
    ['phase-1-total', { upTo: 2900 }, { 'phase-levels-1': 'warning' }],
    ['phase-3-total', { upTo: 18_000 }, { 'phase-levels-3': 'warning' }],
    ['phase-3-customers', { bound: 40_000 }, { 'phase-levels-3': 'warning' }],
    ['phase-2-total', { bound: 4000, upTo: 5000 }, { 'phase-levels-2-price': 'warning' }],
    ['l2-users-high', { bound: 200 }, { 'phase-levels-2-size': 'note' }],
  ])('notices %s', (id, change, found) => {
    expect(severitiesOf(phaseLevels, withClaim(agreeing, id, change))).toEqual(found);
  });

  it('compares only what has the same VMs', () => {
    const other = withClaim(agreeing, 'phase-3-app-count', { bound: 3 });
    expect(findingsOf(phaseLevels, withClaim(other, 'phase-3-total', { upTo: 18_000 }))).toEqual({});
  });

  it('finds what the document says of its phases and of the same VMs in levels', () => {
    expect(severitiesOf(phaseLevels, catalogueClaims)).toEqual({
      'phase-levels-1': 'warning',
      'phase-levels-3': 'warning',
      'phase-levels-2-price': 'warning',
      'phase-levels-2-size': 'note',
    });
    const found = findingsOf(phaseLevels, catalogueClaims);
    expect(found['phase-levels-1']?.title).toContain('customers exclude each other');
    expect(found['phase-levels-1']?.arithmetic[1]).toContain('50 users to 100 users in Phase 1');
    expect(found['phase-levels-3']?.arithmetic.slice(1)).toEqual([
      'price: ₹12,000 to ₹18,000 in Phase 3, ₹22,000 in Level 4: ₹22,000 − ₹18,000 = ₹4,000 above',
      'the VMs that Phase 3 counts, at the prices of Level 4: ₹7,000 + ₹1,500 + ₹3,500 + ₹2,000 + ₹2,000 + ₹2,500 = ₹18,500',
      'with the read replica and object storage of Level 4: ₹18,500 + ₹3,500 + ₹1,000 = ₹23,000',
      'Phase 3 lists read replicas, object storage and monitoring too, without a number or a size',
    ]);
    expect(found['phase-levels-3']?.title).toBe('Phase 3 counts the VMs of Level 4, for less money');
    expect(found['phase-levels-2-price']?.arithmetic.at(-1)).toContain('₹5,500 − ₹2,000 = ₹3,500');
    for (const id of ['phase-levels-2-price', 'phase-levels-2-size'])
      expect(found[id]?.cites.map(({ claimId }) => claimId)).toContain('phase-2-upgrade');
  });

  it('says under which size of the first VM the second phase and the level exclude each other, and under which not', () => {
    const two = (claims: typeof catalogueClaims) => findingsOf(phaseLevels, claims)['phase-levels-2-size'];
    expect(two(catalogueClaims)?.arithmetic.slice(1)).toEqual([
      'if it is the VM of Level 1 (4 vCPU, 8 GB): 2 × 4 vCPU = 8 vCPU and 2 × 8 GB = 16 GB in Phase 2, but 4 vCPU, 8 GB in Level 2, which carries up to 200 users',
      "if it is the smallest application VM of the Virtual Machines section: 2 × 2 vCPU = 4 vCPU and 2 × 4 GB = 8 GB, which is Level 2's VM, and nothing is contradicted",
    ]);
    expect(two(withClaim(catalogueClaims, 'spec-app-vcpu', { bound: 3 }))?.arithmetic).toHaveLength(2);
    expect(two(withClaim(catalogueClaims, 'phase-2-upgrade', { bound: 3 }))?.title).toContain('3 times');
    expect(two(withClaim(catalogueClaims, 'phase-2-upgrade', { bound: 1 }))).toBeUndefined();
  });

  it('says that a phase asks more where the level is the cheaper one', () => {
    const dear = withClaim(agreeing, 'phase-3-total', { bound: 23_000, upTo: 25_000 });
    expect(findingsOf(phaseLevels, dear)['phase-levels-3']?.title).toContain('for more money');
  });
});

describe('same-machine', () => {
  it('finds nothing where more is asked of more machines', () => {
    expect(findingsOf(sameMachine, agreeing)).toEqual({});
  });

  it.each([
    ['l2-users-high', 120, 'more users'],
    ['l2-users-low', 90, 'more users'],
    ['l2-database', 30 * GIB, 'a larger database'],
  ])('notices %s on the machine of Level 1', (id, bound, what) => {
    const found = findingsOf(sameMachine, withClaim(agreeing, id, { bound }))['same-machine-l2'];
    expect(found?.severity).toBe('error');
    expect(found?.title).toMatch(new RegExp(`is given ${what}$`));
    // this document has no CPU trigger of Level 1
    expect(found?.means).not.toContain('CPU');
  });

  it.each(['l2-app-vcpu', 'l2-app-memory', 'l2-app-count', 'l2-app-disk'])(
    'lets a machine with more of %s carry more',
    (id) => {
      const more = withClaim(agreeing, id, { bound: 1000 * GIB });
      expect(findingsOf(sameMachine, withClaim(more, 'l2-users-high', { bound: 120 }))).toEqual({});
    },
  );

  it('lets the same machine carry more once another takes work off it', () => {
    const moved = agreeing.map((claim) =>
      claim.level === 2 && claim.params.vm === 'waha' ? { ...claim, params: { vm: 'redis' } } : claim,
    );
    expect(findingsOf(sameMachine, withClaim(moved, 'l2-users-high', { bound: 120 }))).toEqual({});
  });

  it('notices an application VM that is given more users than the same one before', () => {
    const found = findingsOf(sameMachine, withClaim(agreeing, 'l5-users-high', { bound: 900 }));
    expect(Object.keys(found)).toEqual(['same-machine-users-per-vm']);
    expect(found['same-machine-users-per-vm']?.arithmetic).toEqual([
      'Level 3: 200 users ÷ 1 application VM of 4 vCPU, 8 GB = 200 each',
      'Level 5: 900 users ÷ 3 application VMs of 4 vCPU, 8 GB = 300 each',
      'at 200 each, 900 users need 5 VMs: 2 more × ₹3,000 = ₹6,000 a month',
    ]);
  });

  it('finds Level 2 on the machine of Level 1 in the document, and 300, 500 and 667 users for one VM', () => {
    const found = findingsOf(sameMachine, catalogueClaims);
    expect(Object.keys(found)).toEqual(['same-machine-l2', 'same-machine-users-per-vm']);
    expect(found['same-machine-l2']?.arithmetic.slice(2)).toEqual([
      'Level 2 lists the services of Level 1 and WhatsApp, and nothing else',
      'users: 100 to 150 users in Level 1, 150 to 200 users in Level 2',
      'database: up to 20 GB in Level 1, up to 30 GB in Level 2',
      '₹5,500 − ₹3,500 = ₹2,000 a month for the step',
      'Level 1 is to be left once its CPU is over 70 %: the step leads to the same application VM',
    ]);
    expect(found['same-machine-l2']?.cites.map(({ claimId }) => claimId)).toContain('l1-cpu');
    expect(found['same-machine-l2']?.means).toContain('cannot lower it');
    expect(found['same-machine-users-per-vm']?.title).toBe(
      'The same application VM carries 300 users in Level 3 and 667 in Level 5',
    );
    expect(found['same-machine-users-per-vm']?.arithmetic.at(-1)).toBe(
      'at 300 each, 2,000 users need 7 VMs: 4 more × ₹3,500 = ₹14,000 a month',
    );
  });
});

describe('eighty-percent', () => {
  it('takes exactly 80 % as right, in bytes too', () => {
    expect(findingsOf(eightyPercent, agreeing)).toEqual({});
  });

  it.each([
    ['l1-trigger-users', 79, { 'eighty-percent-early': 'note' }],
    ['l1-trigger-users', 81, { 'eighty-percent-late': 'warning', 'eighty-percent-lower-ends': 'note' }],
    ['l3-trigger-database', 41 * GIB, { 'eighty-percent-late': 'warning' }],
    ['l2-users-low', 70, { 'eighty-percent-lower-ends': 'note' }],
  ])('notices %s at %d', (id, bound, found) => {
    expect(severitiesOf(eightyPercent, withClaim(agreeing, id, { bound }))).toEqual(found);
  });

  it('goes by the rule of the document', () => {
    const found = severitiesOf(eightyPercent, withClaim(agreeing, 'scale-at', { bound: 0.9 }));
    expect(found).toEqual({ 'eighty-percent-early': 'note' });
  });

  it('says the same where capacity and trigger are both scaled', () => {
    const scaled = (factor: number) =>
      catalogueClaims.map((claim) =>
        claim.kind === 'users' ||
        claim.kind === 'database-size' ||
        (claim.kind === 'trigger' && (claim.unit === 'users' || claim.unit === 'bytes'))
          ? { ...claim, bound: claim.bound * factor }
          : claim,
      );
    const usual = severitiesOf(eightyPercent, catalogueClaims);
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1000, noNaN: true }), (factor) => {
        expect(severitiesOf(eightyPercent, scaled(factor))).toEqual(usual);
      }),
    );
  });

  it('finds the late triggers of Levels 2 and 3 in the document, and those that come early', () => {
    const found = findingsOf(eightyPercent, catalogueClaims);
    expect(severitiesOf(eightyPercent, catalogueClaims)).toEqual({
      'eighty-percent-late': 'warning',
      'eighty-percent-early': 'note',
      'eighty-percent-lower-ends': 'note',
    });
    expect(found['eighty-percent-late']?.title).toContain('Levels 2 and 3');
    expect(found['eighty-percent-late']?.arithmetic).toEqual([
      'Level 2, users: 180 users ÷ 200 users = 90 %; the rule: 80 % × 200 users = 160 users; left at the trigger: 20 users, by the rule 40 users',
      'Level 3, users: 250 users ÷ 300 users = 83.3 %; the rule: 80 % × 300 users = 240 users; left at the trigger: 50 users, by the rule 60 users',
    ]);
    expect(found['eighty-percent-early']?.arithmetic.map((line) => line.split(':')[0])).toEqual([
      'Level 1, database',
      'Level 4, database',
    ]);
  });
});

describe('tree-text', () => {
  const inTree = (level: number, bound: number) =>
    madeClaim(`l${level}-tree`, 'trigger', bound, 'users', {
      level,
      comparator: '>',
      params: { metric: 'users', at: 'tree' },
    });

  it('finds nothing where the text of a level and the tree state the same', () => {
    expect(findingsOf(treeText, agreeing)).toEqual({});
    expect(findingsOf(treeText, [...agreeing, inTree(3, 160)])).toEqual({});
  });

  it('notices two figures for one trigger, and what the step costs', () => {
    const found = findingsOf(treeText, [...agreeing, inTree(3, 100)])['tree-text-l3-users'];
    expect(found?.severity).toBe('error');
    expect(found?.arithmetic.slice(1, 3)).toEqual([
      '160 users − 100 users = 60 users apart',
      'Level 4 costs ₹21,000 − ₹10,000 = ₹11,000 a month more',
    ]);
    expect(found?.means).toContain('the tree says to pay');
  });

  it('says who tells to pay where the tree has the higher figure', () => {
    const found = findingsOf(treeText, [...agreeing, inTree(3, 190)])['tree-text-l3-users'];
    expect(found?.means).toContain("Between 160 users and 190 users, the level's text says to pay");
  });

  it('notices a trigger that only one of the two has, one finding for all levels', () => {
    const textOnly = withClaim(agreeing, 'l2-trigger-users', { also: [] });
    const both = withClaim(textOnly, 'l2-trigger-database', { also: [] });
    expect(severitiesOf(treeText, textOnly)).toEqual({ 'tree-text-missing': 'note' });
    expect(findingsOf(treeText, both)['tree-text-missing']?.arithmetic).toHaveLength(2);
    const treeOnly = agreeing.filter(({ id }) => id !== 'l2-trigger-users');
    expect(severitiesOf(treeText, [...treeOnly, inTree(2, 80)])).toEqual({ 'tree-text-missing': 'note' });
  });

  it('notices a trigger of the last level', () => {
    expect(severitiesOf(treeText, [...agreeing, inTree(5, 480)])).toEqual({ 'tree-text-l5-last': 'warning' });
  });

  it('finds 500 users against 800 on Level 4 of the document', () => {
    expect(severitiesOf(treeText, catalogueClaims)).toEqual({
      'tree-text-missing': 'note',
      'tree-text-l4-users': 'error',
      'tree-text-l5-last': 'warning',
    });
    expect(findingsOf(treeText, catalogueClaims)['tree-text-l4-users']?.means).toBe(
      "Between 500 users and 800 users, the tree says to pay ₹28,500 a month more and the level's text says to stay. The tree may mean the point at which Level 4 is entered; for Levels 1, 2 and 3 the same line gives the point at which the level is left.",
    );
  });

  it('takes a figure of the tree for the way in only where the level does not begin below it', () => {
    const means = (bound: number) =>
      findingsOf(treeText, [...agreeing, inTree(3, bound)])['tree-text-l3-users']?.means;
    expect(means(159)).toContain('may mean the point at which Level 3 is entered; for Levels 1 and 2');
    expect(means(161)).not.toContain('entered');
    const alone = withClaim(catalogueClaims, 'l3-trigger-users', { also: [] });
    expect(findingsOf(treeText, alone)['tree-text-l4-users']?.means).toContain('for Levels 1 and 2 the same');
  });

  it('is silent on Level 4 once the two figures are the same', () => {
    const mended = withClaim(catalogueClaims, 'l4-trigger-users-tree', { bound: 800 });
    expect(findingsOf(treeText, mended)['tree-text-l4-users']).toBeUndefined();
  });
});

describe('gaps', () => {
  /** The made-up document with each level, and phase, beginning where the one before ends. */
  const starts: [string, Partial<Claim>][] = [
    ['l3-users-low', { bound: 101 }],
    ['l4-users-low', { bound: 200 }],
    ['l5-users-low', { bound: 400 }],
    ['phase-3-users', { bound: 201 }],
    ['phase-3-customers', { bound: 10_000 }],
  ];
  const closed = starts.reduce((claims, [id, change]) => withClaim(claims, id, change), agreeing);
  const found = (claims: typeof closed) => findingsOf(gaps, claims)['gaps-unstated'];

  it('finds nothing where each begins at the end of the one before, or at the next whole number', () => {
    expect(findingsOf(gaps, closed)).toEqual({});
  });

  it.each([
    ['l3-users-low', { bound: 102 }, 'no level for 101 users'],
    ['l4-users-low', { bound: 300 }, 'no level for 201 to 299 users'],
    ['l2-users-high', { bound: 90 }, null],
    ['phase-3-users', { bound: 203 }, 'no phase for 201 to 202 users'],
    ['phase-3-customers', { bound: 10_002 }, 'no phase for 10,001 customers'],
  ])('notices %s', (id, change, title) => {
    expect(found(withClaim(closed, id, change))?.title ?? null).toBe(
      title === null ? null : `There is ${title}`,
    );
  });

  it('measures from the largest that came before', () => {
    const wide = withClaim(closed, 'l2-users-high', { bound: 150 });
    expect(found(withClaim(wide, 'l3-users-low', { bound: 152 }))?.arithmetic[0]).toBe(
      'Level 2 ends at 150 users, Level 3 begins at 152 users: nothing for 151 users',
    );
  });

  it('finds 301 to 499 users of levels and two ranges of phases in the document, and what they cost', () => {
    expect(severitiesOf(gaps, catalogueClaims)).toEqual({ 'gaps-unstated': 'note' });
    const { title, arithmetic, means } = found(catalogueClaims) ?? {};
    expect(title).toBe(
      'There is no level for 301 to 499 users and no phase for 201 to 499 users or 10,001 to 49,999 customers',
    );
    expect(arithmetic?.slice(3)).toEqual([
      'Level 4 instead of Level 3: ₹22,000 − ₹11,000 = ₹11,000 a month more',
      'Phase 3 instead of Phase 2: ₹12,000 − ₹5,500 = ₹6,500 to ₹18,000 − ₹4,000 = ₹14,000 a month more',
    ]);
    expect(means).toContain(
      'With 301 to 499 users, Level 4 has to be bought, ₹11,000 a month more than Level 3.',
    );
  });
});
