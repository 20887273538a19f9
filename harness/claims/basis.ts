import type { EvidenceSet } from '../core/evidence/catalogue.ts';
import type { TopologyData } from '../core/evidence/setup.ts';
import type { RunSpec } from '../core/run-record.ts';
import { formatValue } from '../core/units.ts';

/** What the hardware that was measured on lets a verdict rest on. */
export type BasisFinding =
  | { basis: 'measured' }
  /** Some VM is smaller than the level's, none larger: a pass stands, a failure proves nothing. */
  | { basis: 'a-fortiori'; smaller: string[] }
  | { basis: null; problem: string };

/** Compares what every VM was given with what the level gives it, in every repetition. */
export function basisOf(spec: RunSpec, repetitions: readonly EvidenceSet[]): BasisFinding {
  const smaller = new Set<string>();
  for (const { topology } of repetitions) {
    if (topology.status === 'unavailable')
      return { basis: null, problem: `it is not known what was started: ${topology.reason}` };
    const problem = mismatch(spec, topology.data);
    if (problem !== null) return { basis: null, problem };
    for (const vm of topology.data.vms) for (const less of lessThanSpec(vm)) smaller.add(less);
  }
  if (repetitions.length === 0) return { basis: null, problem: 'nothing was started' };
  return smaller.size > 0 ? { basis: 'a-fortiori', smaller: [...smaller] } : { basis: 'measured' };
}

type StartedVm = TopologyData['vms'][number];

/** In which resources a VM was given less than its level says: 'app-1: 2 of 4 vCPU'. */
export function lessThanSpec({ vm, spec, granted }: StartedVm): string[] {
  const bytes = (value: number) => formatValue(value, 'bytes');
  return [
    ...(granted.vCpu < spec.vCpu ? [`${vm}: ${granted.vCpu} of ${spec.vCpu} vCPU`] : []),
    ...(granted.memoryBytes < spec.memoryBytes
      ? [`${vm}: ${bytes(granted.memoryBytes)} of ${bytes(spec.memoryBytes)} memory`]
      : []),
  ];
}

/** Why the started topology cannot stand for the level at all; null where it can. */
function mismatch(spec: RunSpec, topology: TopologyData): string | null {
  if (topology.level !== spec.level) return `level ${topology.level} was started, not ${spec.level}`;
  const [planned, started] = [spec.vms.map((vm) => vm.name), topology.vms.map((vm) => vm.vm)];
  if ([...planned].sort().join() !== [...started].sort().join())
    return `the VMs ${started.join(', ')} were started, the level has ${planned.join(', ')}`;
  for (const { vm, spec: claimed, granted } of topology.vms) {
    const size = spec.vms.find((one) => one.name === vm);
    if (size?.vCpu !== claimed.vCpu || size.memoryBytes !== claimed.memoryBytes)
      return `VM '${vm}' was compared with a size that is not the level's`;
    if (granted.vCpu > claimed.vCpu || granted.memoryBytes > claimed.memoryBytes)
      return `VM '${vm}' is bigger than the level's`;
  }
  return null;
}
