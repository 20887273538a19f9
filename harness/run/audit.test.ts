import { describe, expect, it } from 'vitest';
import { assumptionIds, assumptions, usualAssumptions } from '../claims/audit/assumptions.ts';
import { audit } from '../claims/audit/audit.ts';
import { compareDocument } from '../claims/document/compare.ts';
import { coverageOf } from '../claims/document/coverage.ts';
import { takeLock } from '../claims/document/lock.ts';
import { waysOfTesting } from '../core/claim.ts';
import { readPlanningDocument } from '../host/document.ts';
import { readEnvironment } from '../host/environment.ts';
import { loadCatalogue, loadChecks, loadIgnored, loadLock, sha256 } from './catalogue.ts';
import { documentFrom, rewritten } from './document-fixture.ts';

const claims = loadCatalogue();
const checks = await loadChecks();
const lock = loadLock();
const made = documentFrom(claims, lock);
const real = readPlanningDocument(readEnvironment().document)?.text ?? null;

/** The real document where it is at hand, and always one of ours with the same figures. */
const documents: [string, string][] = [['a document made from the catalogue', made]];
if (real !== null) documents.push(['the real document', real]);

/** Id of each finding; and, as one finding may be about several levels, each id with each claim that it cites. */
function findingsOf(text: string, original: string): Set<string> {
  const taken = takeLock(original, claims, sha256);
  if (taken.lock === null) throw new Error(taken.mismatches.map(({ reason }) => reason).join('; '));
  const comparison = compareDocument(text, claims, taken.lock, sha256);
  const { findings } = audit({ claims, checks, comparison });
  return new Set(
    findings.flatMap(({ id, cites }) => [id, ...cites.map(({ claimId }) => `${id} citing ${claimId}`)]),
  );
}

describe('the catalogue', () => {
  it('has a lock entry for every claim, and one digest for every citation', () => {
    expect(Object.keys(lock.claims).sort()).toEqual(claims.map(({ id }) => id).sort());
    for (const claim of claims) expect(lock.claims[claim.id], claim.id).toHaveLength(1 + claim.also.length);
  });

  it('uses every way of testing, and says of what cannot be tested why and what it would take', () => {
    expect(new Set(claims.map(({ tested }) => tested))).toEqual(new Set(waysOfTesting));
    for (const { tested, untestable } of claims) expect(untestable !== null).toBe(tested === 'not-testable');
  });

  it.runIf(real === null)(
    'the document is not at hand (CAPACITY_DOCUMENT): coverage and figures were not held against it',
    () => {},
  );

  // the document is not ours to keep: these two need it at hand, and say so where it is not
  it.skipIf(real === null)('accounts for every number of the document', () => {
    const { numbers, uncovered, idle } = coverageOf(real as string, claims, loadIgnored());
    expect(numbers).toBeGreaterThan(400);
    expect(uncovered).toEqual([]);
    expect(idle).toEqual([]);
  });

  it.skipIf(real === null)('has the figures of the document at every place that it cites', () => {
    const { lock: taken, mismatches } = takeLock(real as string, claims, sha256);
    expect(mismatches).toEqual([]);
    expect(taken, 'the lock is out of date: capacity claims --accept').toEqual(lock);
  });
});

/** A figure of the document, what it is changed to, and what must come of it. */
type Mutation = [claim: string, numbers: string[], appears: string[], vanishes: string[]];

const mutations: Mutation[] = [
  ['l4-price-total', ['23,000'], ['per-tenant-l4'], ['level-sums-l4']],
  ['l5-price-total', ['49,500'], ['per-tenant-l5'], ['level-sums-l5']],
  ['l1-price-total', ['3,600'], ['level-sums-l1', 'per-tenant-l1'], []],
  ['l2-price-vm-waha', ['2,500'], ['level-sums-l2'], []],
  ['l3-price-vm-redis', ['2,500'], ['level-sums-l3'], []],
  ['l4-price-vm-redis', ['1,000'], [], ['level-sums-l4']],
  ['l5-price-storage', ['3,500'], [], ['level-sums-l5']],
  ['l5-price-vm-waha', ['5,000'], [], ['level-sums-l5', 'price-tags-waha']],
  ['l1-price-per-tenant', ['1,267'], ['per-tenant-l1'], []],
  ['l2-price-per-tenant', ['1,933'], ['per-tenant-l2'], []],
  ['l3-price-per-tenant', ['3,767'], ['per-tenant-l3'], []],
  ['scenario-tenants', ['4'], ['per-tenant-l1', 'per-tenant-l5'], []],
  ['enterprise-price-total', ['16,000', '23,000'], ['setup-sums-enterprise'], []],
  ['enterprise-price-total', ['17,000', '24,000'], ['setup-sums-enterprise'], []],
  ['recommended-price-backups', ['700'], ['setup-sums-recommended'], []],
  ['minimum-price-total', ['2,000', '3,500'], ['setup-sums-minimum'], []],
  ['l4-trigger-users-tree', ['800'], [], ['tree-text-l4-users']],
  ['l4-trigger-users', ['500'], [], ['tree-text-l4-users']],
  ['l2-trigger-users', ['160'], [], ['eighty-percent-late citing l2-trigger-users']],
  ['l3-trigger-users', ['240'], [], ['eighty-percent-late citing l3-trigger-users']],
  ['l1-trigger-users', ['140'], ['eighty-percent-late citing l1-trigger-users'], []],
  ['l4-trigger-users', ['900'], ['eighty-percent-late citing l4-trigger-users'], []],
  ['l3-trigger-database', ['45'], ['eighty-percent-late citing l3-trigger-database'], []],
  ['rule-scale-at', ['90'], [], ['eighty-percent-late']],
  ['l2-trigger-whatsapp', ['8,000'], [], ['whatsapp-share-l2']],
  ['limit-whatsapp-single', ['6,250'], [], ['whatsapp-share-l2']],
  ['trigger-cdn-daily-users', ['1,000'], [], ['daily-users-two-thresholds', 'daily-users-cdn-l5']],
  [
    'trigger-daily-users',
    ['10,000'],
    [],
    ['daily-users-two-thresholds', 'daily-users-always', 'daily-users-always-ratio'],
  ],
  ['trigger-database-size', ['15'], [], ['dead-triggers-database-size']],
  ['price-db-dedicated', ['2,000', '3,500'], [], ['price-tags-db']],
  ['price-waha-high-traffic', ['4,000', '7,000'], [], ['price-tags-waha']],
  ['price-cdn-dedicated', ['2,500', '3,500'], ['price-tags-cdn'], []],
  ['scenario-customers', ['7,900'], [], ['scenario-customers']],
  ['scenario-users', ['60', '100'], [], ['scenario-users']],
  ['phase-3-price', ['20,000', '24,000'], [], ['phase-levels-3']],
  ['l4-users-500', ['300'], [], ['gaps-unstated citing l4-users-500']],
  ['phase-3-users', ['200', '1,000'], [], ['gaps-unstated citing phase-3-users']],
  ['spec-app-vcpu', ['3', '4'], [], ['phase-levels-2-size citing spec-app-memory']],
  ['phase-2-price', ['6,000', '8,000'], [], ['phase-levels-2-price']],
  ['l5-vm-redis-count', ['6'], [], ['availability-redis-cluster']],
  ['l5-vm-cdn-count', ['2'], [], ['availability-global']],
  ['limit-emails-same-vm', ['1,00,000'], [], ['mail-days']],
  ['retention-days', ['1', '2'], [], ['storage-backups-object', 'storage-backups-vm']],
  ['trigger-backup-size', ['2,000'], [], ['storage-backup-trigger']],
  ['l1-vm-app-vcpu', ['16'], ['vm-sizes-app-above'], []],
  ['spec-waha-vcpu', ['3', '4'], ['vm-sizes-waha-below'], []],
];

describe.each(documents)('mutations of %s', (_name, original) => {
  const before = findingsOf(original, original);

  it.each(mutations)('%s becomes %j: %j appear, %j vanish', (id, numbers, appears, vanishes) => {
    const claim = claims.find((one) => one.id === id);
    if (claim === undefined) throw new Error(`no claim ${id}`);
    const after = findingsOf(rewritten(original, claim, numbers), original);
    for (const finding of appears) {
      expect(before, finding).not.toContain(finding);
      expect(after, finding).toContain(finding);
    }
    for (const finding of vanishes) {
      expect(before, finding).toContain(finding);
      expect(after, finding).not.toContain(finding);
    }
  });

  it('a figure that is changed in one of its places only is found to be stated differently', () => {
    const repeated = claims.filter(
      (claim) => (lock.claims[claim.id]?.[0]?.numbers.length ?? 0) > 0 && claim.also.length > 0,
    );
    expect(repeated.length).toBeGreaterThan(15);
    for (const claim of repeated) {
      const numbers = claim.upTo === null ? ['7'] : ['7', '77777'];
      const last = claim.also.length;
      const changed = rewritten(original, claim, numbers, last);
      if (changed === original) continue; // the last place states another number of the same claim
      expect(findingsOf(changed, original), claim.id).toContain(`restated-${claim.id}`);
    }
  });
});

describe('assumptions', () => {
  const with_ = (changed: Partial<typeof usualAssumptions>) =>
    audit({ claims, checks, assumed: changed, comparison: null }).findings;

  it.each(assumptionIds)('whatever changes with %s names it', (id) => {
    const usual = with_({});
    const { least, most } = assumptions[id];
    for (const value of [least, most, usualAssumptions[id] * 1.1, usualAssumptions[id] * 3]) {
      if (value < least || value > most) continue;
      const changed = with_({ [id]: value });
      const untouched = (findings: typeof usual) => findings.filter(({ assumes }) => !assumes.includes(id));
      expect(untouched(changed)).toEqual(untouched(usual));
    }
  });

  it('a finding is a fact exactly where it rests on none', () => {
    for (const { certainty, assumes } of with_({})) expect(certainty === 'fact').toBe(assumes.length === 0);
  });
});

describe('findings', () => {
  const { findings, checks: ran } = audit({ claims, checks, comparison: null });

  it('each has an id of its own, cites what it is about, and says what it means', () => {
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    const known = new Set(claims.map(({ id }) => id));
    for (const { id, cites, arithmetic, title, means } of findings) {
      expect(
        cites.every(({ claimId }) => known.has(claimId)),
        id,
      ).toBe(true);
      expect([title, means, ...arithmetic].join(' '), id).not.toMatch(/NaN|undefined|null|Infinity|\[object/);
    }
  });

  it('every check compared something, whether or not it found anything', () => {
    for (const { id, compared } of ran) expect(compared, id).toBeGreaterThan(0);
  });
});
