import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GIB } from '../../core/units.ts';
import eightyPercent from './checks/eighty-percent.ts';
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
    ['phase-1-total', { upTo: 2900 }, { 'phase-levels-1': 'error' }],
    ['phase-3-total', { upTo: 18_000 }, { 'phase-levels-3': 'error' }],
    ['phase-3-customers', { bound: 40_000 }, { 'phase-levels-3': 'warning' }],
    ['phase-2-total', { bound: 4000, upTo: 5000 }, { 'phase-levels-2-price': 'warning' }],
    ['l2-users-high', { bound: 200 }, { 'phase-levels-2-size': 'warning' }],
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
      'phase-levels-3': 'error',
      'phase-levels-2-price': 'warning',
      'phase-levels-2-size': 'warning',
    });
    const found = findingsOf(phaseLevels, catalogueClaims);
    expect(found['phase-levels-1']?.title).toContain('customers exclude each other');
    expect(found['phase-levels-1']?.arithmetic[1]).toContain('50 users to 100 users in Phase 1');
    expect(found['phase-levels-3']?.arithmetic.slice(1)).toEqual([
      'price: ₹12,000 to ₹18,000 in Phase 3, ₹22,000 in Level 4: ₹22,000 − ₹18,000 = ₹4,000 above',
      'the VMs that Phase 3 counts, at the prices of Level 4: ₹7,000 + ₹1,500 + ₹3,500 + ₹2,000 + ₹2,000 + ₹2,500 = ₹18,500',
    ]);
    expect(found['phase-levels-2-price']?.arithmetic.at(-1)).toContain('₹5,500 − ₹2,000 = ₹3,500');
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
      'users: 100 to 150 users in Level 1, 150 to 200 users in Level 2',
      'database: up to 20 GB in Level 1, up to 30 GB in Level 2',
      '₹5,500 − ₹3,500 = ₹2,000 a month for the step',
    ]);
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
    ['l1-trigger-users', 81, { 'eighty-percent-l1-users': 'warning', 'eighty-percent-lower-ends': 'note' }],
    ['l3-trigger-database', 41 * GIB, { 'eighty-percent-l3-database': 'warning' }],
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
      'eighty-percent-l2-users': 'warning',
      'eighty-percent-l3-users': 'warning',
      'eighty-percent-early': 'note',
      'eighty-percent-lower-ends': 'note',
    });
    expect(found['eighty-percent-l2-users']?.arithmetic[0]).toBe(
      'Level 2, users: 180 users ÷ 200 users = 90 %',
    );
    expect(found['eighty-percent-l3-users']?.arithmetic[0]).toBe(
      'Level 3, users: 250 users ÷ 300 users = 83.3 %',
    );
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
    expect(found?.arithmetic.slice(1)).toEqual([
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
      "Between 500 users and 800 users, the tree says to pay ₹28,500 a month more and the level's text says to stay.",
    );
  });

  it('is silent on Level 4 once the two figures are the same', () => {
    const mended = withClaim(catalogueClaims, 'l4-trigger-users-tree', { bound: 800 });
    expect(findingsOf(treeText, mended)['tree-text-l4-users']).toBeUndefined();
  });
});
