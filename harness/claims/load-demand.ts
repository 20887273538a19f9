import { z } from 'zod';
import type { SamplesData } from '../core/evidence/samples.ts';
import type { DatasetData } from '../core/evidence/setup.ts';
import { formatValue } from '../core/units.ts';
import { inconclusive, notTested, type OpenRuling } from './ruling.ts';

/** The load at which a claim is made. */
export const loadParams = {
  users: z.number().int().positive(),
  customers: z.number().int().positive(),
};

export interface Demand {
  users: number;
  customers: number;
}

interface LoadEvidence {
  samples: readonly SamplesData[];
  dataset: readonly DatasetData[];
}

/** Fewest requests in a window that say something about a 95th percentile: ten of them lie above it (METHOD.md s5). */
export const MIN_REQUESTS = 200;

/** Why the run does not reach the load of the claim, or null where it does. */
export function shortfall(demand: Demand, { samples, dataset }: LoadEvidence): OpenRuling | null {
  const users = usersThroughout(samples);
  if (users < demand.users)
    return notTested(
      `the run had ${formatValue(users, 'users')}, the claim is about ${formatValue(demand.users, 'users')}`,
      `a run with --users ${demand.users}`,
    );
  const customers = customersOf(dataset);
  if (customers < demand.customers)
    return notTested(
      `too little data: ${formatValue(customers, 'customers')} were seeded, the claim is about ${formatValue(demand.customers, 'customers')}`,
      `a run with --customers ${demand.customers}`,
    );
  const fewest = Math.min(...samples.map((run) => run.requests));
  if (fewest < MIN_REQUESTS)
    return inconclusive(
      `too few requests: ${fewest} in the window, at least ${MIN_REQUESTS} are needed`,
      'a longer window (--profile standard)',
    );
  return null;
}

/** Failures beyond this share mean that part of the work was not done. */
const MAX_FAILED_RATIO = 0.01;

/**
 * Like `shortfall`, for figures on resources: a request that fails at once costs neither CPU nor memory nor a query, so
 * failures would flatter what the resources of the rest look like.
 */
export function workShortfall(demand: Demand, evidence: LoadEvidence): OpenRuling | null {
  const open = shortfall(demand, evidence);
  if (open) return open;
  const failed = Math.max(...evidence.samples.map((run) => run.errors / run.requests));
  if (failed <= MAX_FAILED_RATIO) return null;
  return inconclusive(
    `${formatValue(failed, 'ratio')} of the requests failed, so their work was not done and the figure is flattered`,
    'a run in which at most 1 % of the requests fail',
  );
}

/** In which ways the run asked more of the system than the claim does. */
export function harderThan(demand: Demand, { samples, dataset }: LoadEvidence): string[] {
  const users = Math.max(...samples.map((run) => run.users));
  const customers = Math.max(...dataset.map((data) => data.customers));
  return [
    ...(users > demand.users
      ? [`${formatValue(users, 'users')}, more than the ${formatValue(demand.users, 'count')} claimed`]
      : []),
    ...(customers > demand.customers
      ? [
          `${formatValue(customers, 'customers')}, more than the ${formatValue(demand.customers, 'count')} claimed`,
        ]
      : []),
  ];
}

/** Users that were active through the whole window, in the repetition that had fewest. */
export function usersThroughout(samples: readonly SamplesData[]): number {
  return Math.min(...samples.map((run) => Math.min(run.users, run.activeUsersAtEnd)));
}

/** Customers in the database, in the repetition that had fewest. */
export function customersOf(dataset: readonly DatasetData[]): number {
  return Math.min(...dataset.map((data) => data.customers));
}
