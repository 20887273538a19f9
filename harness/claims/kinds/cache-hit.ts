import { z } from 'zod';
import type { RedisData } from '../../core/evidence/infrastructure.ts';
import { type Batch, proportionInterval } from '../../stats/proportion.ts';
import { measuredAtLoad } from '../at-load.ts';
import { decide } from '../criterion.ts';
import { defineKind } from '../define-kind.ts';
import { loadParams, MIN_REQUESTS, shortfall } from '../load-demand.ts';
import { inconclusive, notTested } from '../ruling.ts';

/** Share of look-ups that Redis could answer. The interval is that of the misses, turned round. */
export default defineKind({
  kind: 'cache-hit',
  about: 'speed',
  unit: 'ratio',
  comparators: ['>', '>='],
  requires: ['samples', 'dataset', 'redis'],
  params: z.strictObject(loadParams),
  judge({ claim, params }, evidence) {
    const open = shortfall(params, evidence);
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
    const runs = evidence.redis.map(missesOf);
    const criterion = decide({
      label: 'cache hits',
      bound: { comparator: claim.comparator, value: claim.bound, unit: claim.unit },
      interval: (confidence) => {
        const misses = proportionInterval(runs, confidence);
        return { value: 1 - misses.value, lower: 1 - misses.upper, upper: 1 - misses.lower };
      },
      samples: lookUps.reduce((sum, count) => sum + count, 0),
      sampleUnit: 'look-ups',
    });
    return measuredAtLoad(criterion, params, evidence, [
      'All keys of Redis count, sessions among them, so this is not the ratio of one cache alone.',
    ]);
  },
});

/** Counters are read once a second, so slices are interpolated and rounded: each may be off by one. */
function missesOf({ hits, misses, batches }: RedisData): Batch[] {
  const off = (at: 0 | 1, whole: number) =>
    Math.abs(batches.reduce((total, batch) => total + batch[at], 0) - whole) > batches.length;
  if (off(0, hits) || off(1, misses))
    throw new Error('the slices of the window do not add up to the hits and misses of the whole');
  return batches.map(([hit, miss]) => ({ events: miss, trials: hit + miss }));
}
