import { z } from 'zod';
import type { SamplesData } from '../core/evidence/samples.ts';
import type { Criterion } from '../core/verdict.ts';
import { pooledPercentile } from '../stats/percentile.ts';
import { proportionInterval } from '../stats/proportion.ts';
import { decide, type Figure } from './criterion.ts';

/** Parameters of a claim that stands or falls with response time and errors together. */
export const sloParams = {
  p95BelowMs: z.number().positive(),
  errorsBelow: z.number().positive().max(1),
};

/** 95th percentile of the worst-case latency: a failed request counts at its timeout (METHOD.md s7, rule 4). */
export function p95Figure(samples: readonly SamplesData[], bound: Figure['bound']): Figure {
  const runs = samples.map((run) => ({
    histogram: run.worstCaseHistogram,
    slicesMs: run.batches.map((batch) => batch.p95Ms),
  }));
  return {
    label: 'p95 response time',
    bound,
    interval: (confidence) => pooledPercentile(runs, 0.95, confidence),
    samples: requestsOf(samples),
    sampleUnit: 'requests',
  };
}

/** Failed requests as a share of all requests sent in the window. */
export function errorFigure(samples: readonly SamplesData[], bound: Figure['bound']): Figure {
  const runs = samples.map((run) =>
    run.batches.map((batch) => ({ events: batch.errors, trials: batch.requests })),
  );
  return {
    label: 'errors',
    bound,
    interval: (confidence) => proportionInterval(runs, confidence),
    samples: requestsOf(samples),
    sampleUnit: 'requests',
  };
}

/** The two criteria that a claim on users, customers or data size joins. */
export function sloCriteria(
  samples: readonly SamplesData[],
  slo: { p95BelowMs: number; errorsBelow: number },
): Criterion[] {
  return [
    decide(p95Figure(samples, { comparator: '<', value: slo.p95BelowMs, unit: 'ms' }), 2),
    decide(errorFigure(samples, { comparator: '<', value: slo.errorsBelow, unit: 'ratio' }), 2),
  ];
}

/** Requests in the windows of all repetitions. */
export function requestsOf(samples: readonly SamplesData[]): number {
  return samples.reduce((sum, run) => sum + run.requests, 0);
}
