import type { Claim } from '../core/claim.ts';
import { claimsOf } from './audit/plan.ts';

/** All VMs of a level together, of those that have a size. */
export interface LevelSize {
  vCpu: number;
  memoryBytes: number;
  /** VMs that the level lists without a size: they count on neither side. */
  open?: readonly string[];
}

/**
 * What the document lists under 'Infrastructure' of a level, all its VMs added up; undefined for a level that it does not
 * list. It is taken from the catalogue and not from the level file, because that file is given by whoever runs: a level
 * of one's own that is larger than the document's proves nothing about the document.
 */
export function documentLevel(claims: readonly Claim[], level: number): LevelSize | undefined {
  const size = { vCpu: 0, memoryBytes: 0, open: [] as string[] };
  const names = claimsOf(claims, 'price-vm', { level }).map(({ params }) => String(params.vm));
  for (const vm of names) {
    const first = (kind: string) => claimsOf(claims, kind, { level, params: { vm } })[0]?.bound;
    const [vCpu, memoryBytes, count = 1] = [first('vm-vcpu'), first('vm-memory'), first('vm-count')];
    if (vCpu === undefined || memoryBytes === undefined) {
      size.open.push(vm);
      continue;
    }
    size.vCpu += count * vCpu;
    size.memoryBytes += count * memoryBytes;
  }
  // the provider's service, no VM of the document: what stands for it here has a size of ours
  if (claimsOf(claims, 'storage-size', { level }).length > 0) size.open.push('storage');
  return names.length > 0 ? size : undefined;
}
