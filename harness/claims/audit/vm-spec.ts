import type { Claim } from '../../core/claim.ts';
import { claimsOf, type LevelVms, type Plan } from './plan.ts';
import { lies, spanOf } from './span.ts';

/** A size of a VM that is not in the range which the section of its service asks for. */
export interface Misfit {
  what: 'vCPU' | 'memory' | 'disk';
  side: 'below' | 'above';
  has: Claim;
  asked: Claim;
}

const sizes = [
  ['vCPU', 'spec-vcpu', 'vCpu'],
  ['memory', 'spec-memory', 'memory'],
  ['disk', 'spec-disk', 'disk'],
] as const;

/** Where a VM's stated size misses what its section asks for to start with; what is not stated, or not asked for, fits. */
export function misfits(plan: Plan, vms: LevelVms): Misfit[] {
  return sizes.flatMap(([what, kind, field]) => {
    const has = vms[field];
    const [asked] = claimsOf(plan.claims, kind, { params: { of: vms.name, grade: 'start' } });
    if (has === null || asked === undefined) return [];
    const range = spanOf(asked);
    if (lies(has.bound, range)) return [];
    return [{ what, side: has.bound < range.low ? ('below' as const) : ('above' as const), has, asked }];
  });
}
