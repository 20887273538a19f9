import { describe, expect, it } from 'vitest';
import type { EvidenceSet } from '../core/evidence/catalogue.ts';
import { GIB } from '../core/units.ts';
import type { Outcome } from '../core/verdict.ts';
import { changed, repetitions, type SampleShape, standardSpec } from './fixture.ts';
import { healthyData } from './fixture-data.ts';
import { allGuards, allKinds, levelOne, levelOneSize } from './fixture-discovered.ts';
import { judgeRun } from './judge.ts';

/** One thing is wrong in all five runs: exactly these claims change, all others stay as they are. */
interface Mutation {
  what: string;
  shape?: Partial<SampleShape>;
  change?: (set: EvidenceSet) => EvidenceSet;
  /** 'all' where the run is invalid, so that every claim is open. */
  becomes: Record<string, Outcome> | 'all inconclusive';
}

const baseline: Record<string, Outcome> = Object.fromEntries(
  levelOne.map((claim) => [claim.id, claim.id === 'l1-database-size' ? 'not-tested' : 'verified']),
);

const vm = (patch: object) => (set: EvidenceSet) =>
  changed(set, 'containers', { vms: healthyData.containers.vms.map((one) => ({ ...one, ...patch })) });
const postgres = (patch: object) => (set: EvidenceSet) => changed(set, 'postgres', patch);
const redis = (patch: object) => (set: EvidenceSet) => changed(set, 'redis', patch);
const host = (patch: object) => (set: EvidenceSet) => changed(set, 'host', patch);

const joint: Record<string, Outcome> = {
  'l1-users-100': 'inconclusive',
  'l1-users-150': 'refuted',
  'l1-customers-10k': 'refuted',
};

/** A failed request costs nothing: what failures leave of the resources is flattered. */
const resources = Object.fromEntries(
  ['l1-cpu', 'l1-memory', 'l1-mean-query', 'l1-connections', 'l1-cache-hit'].map(
    (id) => [id, 'inconclusive'] as const,
  ),
);

const mutations: Mutation[] = [
  { what: 'slow responses', shape: { p95Ms: 900 }, becomes: { ...joint, 'l1-p95': 'refuted' } },
  {
    what: '4 % errors, whose work was not done',
    shape: { errors: 40 },
    becomes: { ...joint, ...resources, 'l1-error-rate': 'refuted' },
  },
  {
    what: '8 % errors, which stand at the timeout',
    shape: { errors: 80 },
    becomes: { ...joint, ...resources, 'l1-error-rate': 'refuted', 'l1-p95': 'refuted' },
  },
  {
    what: 'a leaked row',
    shape: { errors: 1, wrongTenant: 1 },
    becomes: { 'l1-tenant-isolation': 'refuted' },
  },
  {
    what: 'slow queries',
    change: postgres({ totalExecMs: 900_000, meanExecMsBatches: Array(10).fill(300) }),
    becomes: { 'l1-mean-query': 'refuted' },
  },
  {
    what: 'a cache that never hits, under sessions that always do',
    change: redis({ hits: 1000, misses: 400, batches: Array(10).fill([100, 40]) }),
    becomes: { 'l1-cache-hit': 'inconclusive' },
  },
  {
    what: 'a host with no CPU left: the VMs may have wanted more than they got',
    change: host({ cpuRatio: 0.7, stealRatio: 0.25 }),
    becomes: { 'l1-cpu': 'inconclusive' },
  },
  { what: 'no queries', change: postgres({ calls: 0 }), becomes: { 'l1-mean-query': 'inconclusive' } },
  {
    what: 'connections used up',
    change: postgres({ connectionsMax: 99 }),
    becomes: { 'l1-connections': 'refuted' },
  },
  {
    what: 'no connection seen',
    change: postgres({ connectionsMax: 0 }),
    becomes: { 'l1-connections': 'inconclusive' },
  },
  {
    what: 'a large database',
    change: postgres({ databaseBytes: 20 * GIB }),
    becomes: { 'l1-database-size': 'verified' },
  },
  {
    what: 'a busy CPU',
    change: vm({ cpuRatio: 0.95, cpuRatioBatches: Array(10).fill(0.95) }),
    becomes: { 'l1-cpu': 'refuted' },
  },
  { what: 'a CPU that reads 0', change: vm({ cpuRatio: 0 }), becomes: { 'l1-cpu': 'inconclusive' } },
  { what: 'memory used up', change: vm({ memoryMaxBytes: 7.9 * GIB }), becomes: { 'l1-memory': 'refuted' } },
  {
    what: 'a cache that misses',
    change: (set) => changed(set, 'redis', { hits: 800, misses: 1200, batches: Array(10).fill([80, 120]) }),
    becomes: { 'l1-cache-hit': 'refuted' },
  },
  {
    what: 'a cache that nothing asks',
    change: (set) => changed(set, 'redis', { hits: 0, misses: 0, hitRatio: null, batches: [] }),
    becomes: { 'l1-cache-hit': 'inconclusive' },
  },
  {
    what: 'a cache whose slices contradict it',
    change: (set) => changed(set, 'redis', { hits: 5000 }),
    becomes: { 'l1-cache-hit': 'inconclusive' },
  },
  {
    what: 'a late generator',
    change: (set) => changed(set, 'generator', { slipP99Ms: 30 }),
    becomes: 'all inconclusive',
  },
  { what: 'a VM that started anew', change: vm({ restarted: true }), becomes: 'all inconclusive' },
  { what: 'an OOM kill', change: vm({ oomKilled: true }), becomes: 'all inconclusive' },
  {
    what: 'a limit that did not take effect',
    change: (set) =>
      changed(set, 'limits', {
        readings: healthyData.limits.readings.map((reading) => ({
          ...reading,
          settings: reading.settings.map((setting) => ({ ...setting, read: 'max', matches: false })),
        })),
      }),
    becomes: 'all inconclusive',
  },
  {
    what: 'a lost sample',
    change: (set) => changed(set, 'samples', { lostSamples: 1 }),
    becomes: 'all inconclusive',
  },
  {
    what: 'errors that are not at the timeout',
    change: (set) => changed(set, 'samples', { errors: 1, byOutcome: { ok: 999, timeout: 1 } }),
    becomes: 'all inconclusive',
  },
];

describe('planted mutations', () => {
  const judged = (sets: EvidenceSet[]) => {
    const { verdicts } = judgeRun({
      document: levelOneSize,
      spec: standardSpec(),
      claims: levelOne,
      kinds: allKinds,
      guards: allGuards,
      repetitions: sets,
    });
    return Object.fromEntries(verdicts.map((verdict) => [verdict.claimId, verdict.outcome]));
  };

  it('nothing wrong', () => {
    expect(judged(repetitions(5))).toEqual(baseline);
  });

  for (const { what, shape, change, becomes } of mutations)
    it(what, () => {
      const sets = repetitions(5, shape).map((set) => change?.(set) ?? set);
      const expected =
        becomes === 'all inconclusive'
          ? Object.fromEntries(levelOne.map((claim) => [claim.id, 'inconclusive']))
          : { ...baseline, ...becomes };
      expect(judged(sets)).toEqual(expected);
    });
});
