import { z } from 'zod';
import type { RedisData } from '../../core/evidence/infrastructure.ts';
import { formatValue } from '../../core/units.ts';
import type { Criterion } from '../../core/verdict.ts';
import { type Batch, proportionInterval } from '../../stats/proportion.ts';
import { decide } from '../criterion.ts';
import { defineKind } from '../define-kind.ts';
import { harderThan, loadParams, MIN_REQUESTS, workShortfall } from '../load-demand.ts';
import { inconclusive, notTested } from '../ruling.ts';

/**
 * Share of look-ups that Redis could answer, in both readings that the document leaves open: all keys, as Redis counts
 * them, and without sessions, of which every request looks one up and hits. With sessions alone a cache that never
 * hits would pass; so both have to hold. The interval is that of the misses, turned round.
 */
export default defineKind({
  kind: 'cache-hit',
  about: 'speed',
  unit: 'ratio',
  comparators: ['>', '>='],
  requires: ['samples', 'dataset', 'redis'],
  params: z.strictObject(loadParams),
  judge({ claim, params }, evidence) {
    const open = workShortfall(params, evidence);
    if (open) return open;
    // More users share a cache and warm it: a ratio seen with more of them says nothing of the claimed number.
    const users = Math.max(...evidence.samples.map((run) => run.users));
    if (users > params.users)
      return notTested(
        `the run had ${users} users; more users raise a hit ratio, and the claim is about ${params.users}`,
        `a run with --users ${params.users}`,
      );
    const lookUps = evidence.redis.map(({ hits, misses }) => hits + misses);
    if (Math.min(...lookUps) < MIN_REQUESTS)
      return inconclusive(
        `too few look-ups: ${Math.min(...lookUps)} in the window, at least ${MIN_REQUESTS} are needed`,
        'a system under test that uses its cache, or a longer window',
      );
    const whole = evidence.redis.map(missesOf);
    const own = whole.map((run, i) => withoutSessions(run, evidence.samples[i]?.batches ?? []));
    if (Math.min(...own.map((run) => run.reduce((sum, batch) => sum + batch.trials, 0))) === 0)
      return inconclusive('nothing but sessions was looked up', 'a system under test that uses its cache');
    const bound = { comparator: claim.comparator, value: claim.bound, unit: claim.unit };
    const all = hitCriterion('all hits of Redis', whole, bound);
    const strict = softened(hitCriterion('cache hits, sessions left out', own, bound), all);
    if (strict.observed === null) throw new Error('no look-ups were seen');
    return {
      ruling: 'measured',
      subject: `with ${formatValue(users, 'users')}`,
      observed: strict.observed,
      criteria: [strict, all],
      harder: harderThan(params, evidence),
      notes: [
        'The document does not say whether sessions count as cache. One hit a request is taken to be the session and left out.',
      ],
    };
  },
});

/** Where only the stricter reading fails, the claim is not refuted: the document may mean the other. */
function softened(strict: Criterion, all: Criterion): Criterion {
  if (strict.outcome !== 'fails' || all.outcome === 'fails') return strict;
  return { ...strict, outcome: 'undecided', reason: `${strict.reason}, if sessions are not to count` };
}

/** One reading of the ratio. */
function hitCriterion(label: string, runs: Batch[][], bound: Criterion['bound']): Criterion {
  return decide({
    label,
    bound,
    interval: (confidence) => {
      const misses = proportionInterval(runs, confidence);
      return { value: 1 - misses.value, lower: 1 - misses.upper, upper: 1 - misses.lower };
    },
    samples: runs.flat().reduce((sum, batch) => sum + batch.trials, 0),
    sampleUnit: 'look-ups',
  });
}

/** The look-ups of a run less one hit for each request, slice by slice. */
function withoutSessions(run: Batch[], slices: readonly { requests: number }[]): Batch[] {
  return run.map(({ events, trials }, i) => ({
    events,
    trials: events + Math.max(0, trials - events - (slices[i]?.requests ?? 0)),
  }));
}

/** Counters are read once a second, so slices are interpolated and rounded: each may be off by one. */
function missesOf({ hits, misses, batches }: RedisData): Batch[] {
  const off = (at: 0 | 1, whole: number) =>
    Math.abs(batches.reduce((total, batch) => total + batch[at], 0) - whole) > batches.length;
  if (off(0, hits) || off(1, misses))
    throw new Error('the slices of the window do not add up to the hits and misses of the whole');
  return batches.map(([hit, miss]) => ({ events: miss, trials: hit + miss }));
}
