import { z } from 'zod';
import { measuredAtLoad } from '../at-load.ts';
import { decide } from '../criterion.ts';
import { defineKind } from '../define-kind.ts';
import { loadParams, shortfall } from '../load-demand.ts';
import { errorFigure } from '../slo.ts';

/** Failed requests as a share of all: wrong status, body or tenant, timeout, refused, reset. */
export default defineKind({
  kind: 'error-rate',
  about: 'speed',
  unit: 'ratio',
  comparators: ['<', '<='],
  requires: ['samples', 'dataset'],
  params: z.strictObject(loadParams),
  judge({ claim, params }, evidence) {
    const { comparator, bound: value, unit } = claim;
    return (
      shortfall(params, evidence) ??
      measuredAtLoad(decide(errorFigure(evidence.samples, { comparator, value, unit })), params, evidence)
    );
  },
});
