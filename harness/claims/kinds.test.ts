import { describe, expect, it } from 'vitest';
import type { EvidenceSet } from '../core/evidence/catalogue.ts';
import type { RunEvidenceId } from '../core/evidence/envelope.ts';
import { GIB } from '../core/units.ts';
import { defineGuard } from './define-guard.ts';
import { changed, healthy, repetitions, standardSpec, without } from './fixture.ts';
import { allGuards, allKinds, levelOne, levelOneSize } from './fixture-discovered.ts';
import { judgeRun } from './judge.ts';

interface Examples {
  claim: string;
  verified: EvidenceSet[];
  refuted: EvidenceSet[];
  inconclusive: EvidenceSet[];
  missing: RunEvidenceId;
}

const five = repetitions(5);
const slow = repetitions(5, { p95Ms: 900 });
const close = repetitions(5, { p95Ms: 490 });
const each = (change: (set: EvidenceSet, index: number) => EvidenceSet) => five.map(change);

const postgres = (patch: object) => each((set) => changed(set, 'postgres', patch));
const redis = (hits: number, misses: number) =>
  each((set) =>
    changed(set, 'redis', {
      hits,
      misses,
      batches: Array.from({ length: 10 }, (): [number, number] => [hits / 10, misses / 10]),
    }),
  );
const vm = (patch: (index: number) => object) =>
  each((set, index) => {
    if (set.containers.status === 'unavailable') return set;
    return changed(set, 'containers', {
      vms: set.containers.data.vms.map((one) => ({ ...one, ...patch(index) })),
    });
  });
const cpu = (ratio: number) =>
  vm((index) => ({
    cpuRatio: ratio + index / 1000,
    cpuRatioBatches: Array.from({ length: 10 }, (_, i) => ratio * (0.95 + i / 100)),
  }));
const large = (sets: EvidenceSet[]) =>
  sets.map((set) => changed(set, 'postgres', { databaseBytes: 20.1 * GIB }));

/** One more kind of claim needs one more row: the first test fails until it has one. */
const examples: Record<string, Examples> = {
  users: { claim: 'l1-users-150', verified: five, refuted: slow, inconclusive: close, missing: 'samples' },
  customers: {
    claim: 'l1-customers-10k',
    verified: five,
    refuted: slow,
    inconclusive: close,
    missing: 'dataset',
  },
  p95: { claim: 'l1-p95', verified: five, refuted: slow, inconclusive: close, missing: 'samples' },
  'error-rate': {
    claim: 'l1-error-rate',
    verified: repetitions(5, { errors: 2 }),
    refuted: repetitions(5, { errors: 40 }),
    inconclusive: repetitions(5, { errors: 9 }),
    missing: 'samples',
  },
  'mean-query': {
    claim: 'l1-mean-query',
    verified: five,
    refuted: postgres({ totalExecMs: 900_000, meanExecMsBatches: Array(10).fill(300) }),
    inconclusive: postgres({
      totalExecMs: 597_000,
      meanExecMsBatches: [180, 220, 190, 210, 200, 199, 185, 215],
    }),
    missing: 'postgres',
  },
  cpu: {
    claim: 'l1-cpu',
    verified: five,
    refuted: cpu(0.9),
    inconclusive: cpu(0.695),
    missing: 'containers',
  },
  memory: {
    claim: 'l1-memory',
    verified: five,
    refuted: vm(() => ({ memoryMaxBytes: 7.5 * GIB })),
    inconclusive: vm((index) => ({ memoryMaxBytes: (6.2 + index / 10) * GIB })),
    missing: 'containers',
  },
  connections: {
    claim: 'l1-connections',
    verified: five,
    refuted: postgres({ connectionsMax: 97 }),
    inconclusive: each((set, index) => changed(set, 'postgres', { connectionsMax: 75 + 2 * index })),
    missing: 'postgres',
  },
  'cache-hit': {
    claim: 'l1-cache-hit',
    verified: five,
    refuted: redis(1000, 1000),
    inconclusive: redis(1700, 300),
    missing: 'redis',
  },
  'database-size': {
    claim: 'l1-database-size',
    verified: large(five),
    refuted: large(slow),
    inconclusive: large(close),
    missing: 'postgres',
  },
  'tenant-isolation': {
    claim: 'l1-tenant-isolation',
    verified: five,
    refuted: five.with(2, healthy({ errors: 1, wrongTenant: 1 })),
    inconclusive: repetitions(5, { requests: 30 }),
    missing: 'dataset',
  },
};

/** A run that no guard speaks against, so that only the kind itself can. */
const anyRun = defineGuard({
  id: 'any-run',
  title: 'Any run',
  direction: 'flatters',
  evidence: [],
  bound: 'none',
  likelyCause: 'none',
  nextStep: 'none',
  check: () => ({ passed: true, seen: 'nothing' }),
});

function verdictOn(id: string, sets: EvidenceSet[], guards = allGuards) {
  const claims = levelOne.filter((claim) => claim.id === id);
  const { verdicts } = judgeRun({
    document: levelOneSize,
    spec: standardSpec(),
    claims,
    kinds: allKinds,
    guards,
    repetitions: sets,
  });
  const [verdict] = verdicts;
  if (verdict === undefined) throw new Error(`no claim ${id}`);
  return verdict;
}

describe('kinds of claim', () => {
  it('a database a little smaller than claimed does not stand for it, and one that does says how much of it is read', () => {
    const of = (bytes: number) => {
      const interactions = { table: 'interactions', rows: 1, bytes: bytes / 10, indexBytes: 0 };
      const rest = { tenantRows: [], perCustomer: null, digest: null };
      const sets = repetitions(5).map((set) => changed(set, 'postgres', { databaseBytes: bytes }));
      return verdictOn(
        'l1-database-size',
        sets.map((set) =>
          changed(set, 'dataset', { databaseBytes: bytes, tables: [{ ...interactions, ...rest }] }),
        ),
      );
    };
    expect(of(19.99 * GIB)).toMatchObject({ outcome: 'not-tested' });
    const held = of(20 * GIB);
    expect(held).toMatchObject({ outcome: 'verified' });
    expect(held.notes.join(' ')).toContain('10 % lie in tables that the requests of this traffic read');
  });

  it('every kind has its four examples', () => {
    expect(Object.keys(examples).sort()).toEqual(allKinds.map((kind) => kind.kind).sort());
  });

  for (const kind of allKinds) {
    const example = examples[kind.kind];
    if (example === undefined) continue;

    describe(kind.kind, () => {
      it('verified', () => {
        const verdict = verdictOn(example.claim, example.verified);
        expect(verdict).toMatchObject({
          outcome: 'verified',
          basis: 'measured',
          preliminary: false,
          settledBy: null,
        });
        expect(verdict.observed?.samples).toBeGreaterThan(0);
        expect(verdict.evidence).toEqual(expect.arrayContaining([...kind.requires]));
      });

      it('refuted', () => {
        const verdict = verdictOn(example.claim, example.refuted);
        expect(verdict).toMatchObject({ outcome: 'refuted', basis: 'measured' });
        if (verdict.marginRatio !== null) expect(verdict.marginRatio).toBeLessThan(0);
      });

      it('inconclusive, and says what would settle it', () => {
        const verdict = verdictOn(example.claim, example.inconclusive);
        expect(verdict).toMatchObject({ outcome: 'inconclusive' });
        expect(verdict.settledBy).not.toBeNull();
      });

      it('missing evidence in one repetition', () => {
        expect(kind.requires).toContain(example.missing);
        const sets = example.verified.with(3, without(five[3] as EvidenceSet, example.missing));
        const verdict = verdictOn(example.claim, sets, [anyRun]);
        expect(verdict).toMatchObject({ outcome: 'inconclusive', basis: null });
        expect(verdict.reason).toContain('lost its connection');
      });
    });
  }
});
