import { z } from 'zod';
import type { SamplesData } from '../../core/evidence/samples.ts';
import { formatValue } from '../../core/units.ts';
import { CONFIDENCE } from '../../stats/looks.ts';
import { upperBoundOfNone } from '../../stats/proportion.ts';
import { decide } from '../criterion.ts';
import { defineKind } from '../define-kind.ts';
import { exactly } from '../exact.ts';
import { MIN_REQUESTS } from '../load-demand.ts';
import { inconclusive, notTested } from '../ruling.ts';
import { requestsOf } from '../slo.ts';

/** No session is shown a row of another tenant. One such row refutes it, on any hardware and under any load. */
export default defineKind({
  kind: 'tenant-isolation',
  about: 'correctness',
  unit: 'count',
  comparators: ['<='],
  requires: ['samples', 'dataset'],
  params: z.strictObject({ tenants: z.number().int().min(2) }),
  judge({ claim, params }, { samples, dataset }) {
    const leaks = samples.reduce((sum, run) => sum + leaksOf(run), 0);
    const requests = requestsOf(samples);
    const settledBy = 'a run over the dataset of all tenants with traffic of each';
    const tenants = Math.min(...dataset.map(populated));
    if (leaks === 0 && tenants < params.tenants)
      return notTested(`${tenants} tenants had customers, the claim is about ${params.tenants}`, settledBy);
    if (leaks === 0 && requests < MIN_REQUESTS)
      return inconclusive(
        `too few requests: ${requests}, at least ${MIN_REQUESTS} are needed to speak of none`,
        settledBy,
      );
    const criterion = decide({
      label: 'foreign rows shown',
      bound: { comparator: claim.comparator, value: claim.bound, unit: claim.unit },
      interval: () => ({ value: leaks, lower: leaks, upper: leaks }),
      samples: requests,
      sampleUnit: 'requests',
    });
    return {
      ruling: 'measured',
      subject: `${requests} requests of ${tenants} tenants`,
      observed: exactly(leaks, 'count', requests, 'requests'),
      criteria: [criterion],
      harder: [],
      notes: [notesOn(leaks, requests)],
    };
  },
});

/** Leaks of the whole load, log-in and warm-up included; never fewer than those of the window alone. */
function leaksOf(run: SamplesData): number {
  return Math.max(run.wrongTenant, run.byOutcome['wrong-tenant'] ?? 0);
}

function populated(data: { tenants: { customers: number }[] }): number {
  return data.tenants.filter((tenant) => tenant.customers > 0).length;
}

function notesOn(leaks: number, requests: number): string {
  const touched =
    "Counted over the whole load, log-in and warm-up included. Every user also asked for another tenant's customer, timeline and note by id. " +
    'This speaks only of what the traffic touched.';
  if (leaks > 0) return touched;
  const most = formatValue(upperBoundOfNone(requests, CONFIDENCE), 'ratio');
  return `None in ${requests} requests: at most ${most} of such requests leak (98 % confidence). ${touched}`;
}
