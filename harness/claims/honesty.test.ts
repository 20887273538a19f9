import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EvidenceSet } from '../core/evidence/catalogue.ts';
import { runEvidenceIds } from '../core/evidence/envelope.ts';
import {
  changed,
  healthy,
  onSmallHost,
  repetitions,
  runSpec,
  type SampleShape,
  standardSpec,
  without,
} from './fixture.ts';
import { allGuards, allKinds, levelOne, levelOneSize } from './fixture-discovered.ts';
import { judgeRun } from './judge.ts';

const judge = (sets: EvidenceSet[], spec = runSpec()) =>
  judgeRun({
    spec,
    claims: levelOne,
    kinds: allKinds,
    guards: allGuards,
    repetitions: sets,
    document: levelOneSize,
  });

const outcomes = (sets: EvidenceSet[], spec = runSpec()) =>
  new Map(judge(sets, spec).verdicts.map((verdict) => [verdict.claimId, verdict.outcome]));

/** Claims whose judge, or whose basis, needs a kind of evidence. */
const needing = (id: string) =>
  levelOne
    .filter((claim) => {
      const kind = allKinds.find((one) => one.kind === claim.kind);
      return kind?.requires.some((one) => one === id) || (id === 'topology' && kind?.about === 'speed');
    })
    .map((claim) => claim.id);

/** Every number in a value, as the path to it. */
function numbersIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'number') return [path];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, one]) => numbersIn(one, [...path, key]));
}

function replaced(value: unknown, path: readonly string[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((one, i) => (String(i) === key ? replaced(one, rest, by) : one));
  const object = value as Record<string, unknown>;
  return { ...object, [key]: replaced(object[key], rest, by) };
}

const shape: fc.Arbitrary<Partial<SampleShape>> = fc.record({
  requests: fc.integer({ min: 20, max: 120 }).map((tens) => tens * 10),
  // Mostly near the bounds, where a wrong step would show.
  errors: fc.oneof(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 200 })),
  p95Ms: fc.oneof(fc.integer({ min: 150, max: 350 }), fc.integer({ min: 5, max: 3000 })),
});

describe('absent or broken evidence never passes', () => {
  it('missing evidence: no claim that needs it is verified', () => {
    for (const id of runEvidenceIds)
      for (const [claim, outcome] of outcomes([without(healthy(), id)]))
        if (needing(id).includes(claim)) expect([id, claim, outcome]).not.toContain('verified');
  });

  it('evidence that is not there at all, or is no evidence', () => {
    for (const id of runEvidenceIds)
      for (const nonsense of [undefined, null, 5, 'text', [], {}, { ...healthy()[id], schemaVersion: 2 }]) {
        const set = { ...healthy(), [id]: nonsense } as unknown as EvidenceSet;
        for (const [claim, outcome] of outcomes([set]))
          if (needing(id).includes(claim)) expect([id, claim, outcome]).not.toContain('verified');
      }
  });

  it('any number turned into NaN, Infinity or text', () => {
    const set = healthy();
    const places = runEvidenceIds.flatMap((id) => {
      const evidence = set[id];
      if (evidence.status === 'unavailable') return [];
      // A histogram has hundreds of numbers that are all alike.
      return numbersIn(evidence.data)
        .filter((path) => path[0] !== 'worstCaseHistogram' || Number(path[1]) < 3)
        .map((path) => ({ id, path }));
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, '5', null),
        ({ id, path }, by) => {
          // These may be null by their schema: nothing was there to be measured.
          const nullable = ['p95Ms', 'meanExecMs', 'bufferHitRatio', 'hitRatio'];
          fc.pre(by !== null || !nullable.includes(path.at(-1) ?? ''));
          const broken = replaced(set, [id, 'data', ...path], by) as EvidenceSet;
          for (const [claim, outcome] of outcomes([broken]))
            if (needing(id).includes(claim))
              expect([path.join('.'), claim, outcome]).not.toContain('verified');
        },
      ),
      { numRuns: 150 },
    );
  });

  it('negative counts and latencies, empty histograms, empty slices, no requests', () => {
    const set = healthy();
    const broken: EvidenceSet[] = [
      changed(set, 'samples', { requests: -1 }),
      changed(set, 'samples', { worstCaseHistogram: [] }),
      changed(set, 'samples', { worstCaseHistogram: [[-5, 1000]] }),
      changed(set, 'samples', { worstCaseHistogram: [[0, 1000]] }),
      changed(set, 'samples', { batches: [] }),
      changed(set, 'samples', { batches: Array(10).fill({ requests: 0, errors: 0, p95Ms: null }) }),
      changed(set, 'samples', { batches: Array(10).fill({ requests: 100, errors: 0, p95Ms: null }) }),
      changed(set, 'samples', { windowToMs: 0 }),
      healthy({ requests: 0 }),
    ];
    for (const one of broken)
      for (const id of ['l1-users-100', 'l1-users-150', 'l1-customers-10k', 'l1-p95'])
        expect(outcomes([one]).get(id)).toBe('inconclusive');
  });

  it('one broken repetition of five is enough', () => {
    const sets = repetitions(5).with(2, changed(healthy(), 'samples', { requests: 7 }));
    for (const [, outcome] of outcomes(sets, standardSpec())) expect(outcome).toBe('inconclusive');
  });
});

describe('monotony', () => {
  it('more errors never turn a claim that was not verified into one that is', () => {
    fc.assert(
      fc.property(shape, fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 100 })), (before, more) => {
        const [few, many] = [
          outcomes([healthy(before)]),
          outcomes([healthy({ ...before, errors: (before.errors ?? 0) + more })]),
        ];
        fc.pre((before.errors ?? 0) + more <= (before.requests ?? 0));
        for (const [claim, outcome] of many)
          if (outcome === 'verified') expect([claim, few.get(claim)]).toEqual([claim, 'verified']);
      }),
      { numRuns: 60 },
    );
  });

  it('slower responses never turn a claim that was not verified into one that is', () => {
    fc.assert(
      fc.property(shape, fc.oneof(fc.constant(10), fc.integer({ min: 1, max: 2000 })), (before, more) => {
        const fast = outcomes([healthy(before)]);
        const slow = outcomes([healthy({ ...before, p95Ms: (before.p95Ms ?? 0) + more })]);
        for (const [claim, outcome] of slow)
          if (outcome === 'verified') expect([claim, fast.get(claim)]).toEqual([claim, 'verified']);
      }),
      { numRuns: 60 },
    );
  });
});

describe('hardware and validity', () => {
  it('a smaller host refutes nothing but isolation', () => {
    fc.assert(
      fc.property(shape, fc.constantFrom(1, 5), (one, runs) => {
        const spec = runs === 1 ? runSpec() : standardSpec();
        for (const [claim, outcome] of outcomes(repetitions(runs, one).map(onSmallHost), spec))
          if (claim !== 'l1-tenant-isolation') expect([claim, outcome]).not.toContain('refuted');
      }),
      { numRuns: 40 },
    );
  });

  it('an invalid run neither verifies nor refutes anything', () => {
    const flattering = [
      (set: EvidenceSet) => changed(set, 'generator', { slipP99Ms: 6 }),
      (set: EvidenceSet) => changed(set, 'generator', { loopUtilisation: 0.9 }),
      (set: EvidenceSet) => changed(set, 'samples', { activeUsersAtEnd: 149 }),
      (set: EvidenceSet) => changed(set, 'samples', { lostSamples: 1 }),
      (set: EvidenceSet) => changed(set, 'dataset', { tenants: [] }),
      (set: EvidenceSet) => without(set, 'calibration'),
      (set: EvidenceSet) => without(set, 'limits'),
    ];
    fc.assert(
      fc.property(shape, fc.constantFrom(...flattering), (one, spoil) => {
        const judged = judge([spoil(healthy(one))]);
        expect(judged.valid).toBe(false);
        expect(new Set(judged.verdicts.map((verdict) => verdict.outcome))).toEqual(new Set(['inconclusive']));
      }),
      { numRuns: 40 },
    );
  });
});
