import { z } from 'zod';
import type { PostgresData } from '../../core/evidence/infrastructure.ts';
import { meanInterval } from '../../stats/mean.ts';
import { measuredAtLoad } from '../at-load.ts';
import { decide } from '../criterion.ts';
import { defineKind } from '../define-kind.ts';
import { loadParams, MIN_REQUESTS, workShortfall } from '../load-demand.ts';
import { lossLeavesOpen } from '../lost-vms.ts';
import { inconclusive } from '../ruling.ts';

/** Mean execution time of the application's queries: delta of total time over delta of calls (METHOD.md s5). */
export default defineKind({
  kind: 'mean-query',
  about: 'speed',
  unit: 'ms',
  comparators: ['<', '<='],
  requires: ['samples', 'dataset', 'postgres', 'events'],
  params: z.strictObject(loadParams),
  judge({ claim, params }, evidence) {
    // what a replica was at when it ended, perhaps the very statements that ended it, was never counted
    const open =
      workShortfall(params, evidence) ??
      lossLeavesOpen(evidence.events, ({ roles }) => roles.includes('replica'));
    if (open) return open;
    const fewest = Math.min(...evidence.postgres.map((run) => run.calls));
    if (fewest < MIN_REQUESTS)
      return inconclusive(
        `too few queries: the database counted ${fewest} in the window, at least ${MIN_REQUESTS} are needed`,
        'a look at whether the counters belong to the role that the application uses',
      );
    const runs = evidence.postgres.map(meanOf);
    const criterion = decide({
      label: 'mean query time',
      bound: { comparator: claim.comparator, value: claim.bound, unit: claim.unit },
      interval: (confidence) => meanInterval(runs, confidence),
      samples: evidence.postgres.reduce((sum, run) => sum + run.calls, 0),
      sampleUnit: 'queries',
    });
    return measuredAtLoad(criterion, params, evidence, [
      'Time inside PostgreSQL; waiting for a pooled connection is not in it.',
    ]);
  },
});

function meanOf({ totalExecMs, calls, meanExecMsBatches }: PostgresData) {
  const value = totalExecMs / calls;
  if (!(value > 0)) throw new Error(`${calls} queries in 0 ms cannot be`);
  if (meanExecMsBatches.length < 2) throw new Error('fewer than 2 slices of the window had queries');
  return { value, slices: meanExecMsBatches };
}
