import { z } from 'zod';
import { measuredAtLoad } from '../at-load.ts';
import { decide } from '../criterion.ts';
import { defineKind } from '../define-kind.ts';
import { loadParams, shortfall } from '../load-demand.ts';
import { p95Figure } from '../slo.ts';

/** The 95th percentile of the response time, failed requests counted at the timeout. */
export default defineKind({
  kind: 'p95',
  about: 'speed',
  unit: 'ms',
  comparators: ['<', '<='],
  requires: ['samples', 'dataset'],
  params: z.strictObject(loadParams),
  judge({ claim, params }, evidence) {
    const { comparator, bound: value, unit } = claim;
    return (
      shortfall(params, evidence) ??
      measuredAtLoad(decide(p95Figure(evidence.samples, { comparator, value, unit })), params, evidence, [
        'A failed request counts at its timeout, so that errors cannot improve the percentile.',
      ])
    );
  },
});
