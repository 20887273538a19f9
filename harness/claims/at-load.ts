import { formatValue } from '../core/units.ts';
import type { Criterion } from '../core/verdict.ts';
import { type Demand, harderThan, usersThroughout } from './load-demand.ts';
import type { Ruling } from './ruling.ts';

/** The ruling on a single figure that was measured at the load of its claim, or at a harder one. */
export function measuredAtLoad(
  criterion: Criterion,
  demand: Demand,
  evidence: Parameters<typeof harderThan>[1],
  notes: string[] = [],
): Ruling {
  if (criterion.observed === null) throw new Error(`${criterion.label}: nothing was observed`);
  return {
    ruling: 'measured',
    subject: `with ${formatValue(usersThroughout(evidence.samples), 'users')}`,
    observed: criterion.observed,
    criteria: [criterion],
    harder: harderThan(demand, evidence),
    notes,
  };
}
