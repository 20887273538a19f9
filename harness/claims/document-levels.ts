import type { Claim } from '../core/claim.ts';
import { claimsOf } from './audit/plan.ts';

/** All VMs of a level together. */
export interface LevelSize {
  vCpu: number;
  memoryBytes: number;
}

/**
 * What the document lists under 'Infrastructure' of a level, all its VMs added up; undefined where it leaves the size of
 * one out. It is taken from the catalogue and not from the level file, because that file is given by whoever runs: a level
 * of one's own that is larger than the document's proves nothing about the document.
 */
export function documentLevel(claims: readonly Claim[], level: number): LevelSize | undefined {
  const size = { vCpu: 0, memoryBytes: 0 };
  const names = claimsOf(claims, 'price-vm', { level }).map(({ params }) => String(params.vm));
  for (const vm of names) {
    const first = (kind: string) => claimsOf(claims, kind, { level, params: { vm } })[0]?.bound;
    const [vCpu, memoryBytes, count = 1] = [first('vm-vcpu'), first('vm-memory'), first('vm-count')];
    if (vCpu === undefined || memoryBytes === undefined) return undefined;
    size.vCpu += count * vCpu;
    size.memoryBytes += count * memoryBytes;
  }
  return names.length > 0 ? size : undefined;
}
