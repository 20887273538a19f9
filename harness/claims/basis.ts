import type { EvidenceSet } from '../core/evidence/catalogue.ts';
import type { TopologyData } from '../core/evidence/setup.ts';
import type { RunSpec } from '../core/run-record.ts';
import { formatValue } from '../core/units.ts';
import type { LevelSize } from './document-levels.ts';

/** What the hardware that was measured on lets a verdict rest on. */
export type BasisFinding =
  | { basis: 'measured' }
  /** Some VM is smaller than the level's, none larger: a pass stands, a failure proves nothing. */
  | { basis: 'a-fortiori'; smaller: string[] }
  | { basis: null; problem: string };

/**
 * Compares what every VM was given with what the level gives it, in every repetition, and the whole with the size that the
 * document gives the level, whatever the level file says.
 */
export function basisOf(
  spec: RunSpec,
  repetitions: readonly EvidenceSet[],
  document: LevelSize | undefined,
): BasisFinding {
  const smaller = new Set<string>();
  for (const { topology } of repetitions) {
    if (topology.status === 'unavailable')
      return { basis: null, problem: `it is not known what was started: ${topology.reason}` };
    const problem = mismatch(spec, topology.data);
    if (problem !== null) return { basis: null, problem };
    const whole = wholeOf(topology.data.vms);
    const stated = wholeOf(topology.data.vms.filter((vm) => !isOpen(vm, document)));
    const larger = largerThan(document, stated);
    if (larger !== null) return { basis: null, problem: larger };
    for (const vm of topology.data.vms) for (const less of lessThanSpec(vm)) smaller.add(less);
    for (const less of sharedOut(topology.data, whole)) smaller.add(less);
    if (smaller.size === 0 && isSmaller(stated, document))
      smaller.add('the level file gives less than the document');
  }
  if (repetitions.length === 0) return { basis: null, problem: 'nothing was started' };
  return smaller.size > 0 ? { basis: 'a-fortiori', smaller: [...smaller] } : { basis: 'measured' };
}

/** What a VM may be called that the document gives no size, and still do no work for the users of the CRM. */
const besideTheWork: ReadonlySet<string> = new Set(['monitoring', 'exporters', 'storage']);

/** Whether the document leaves the VM's size open. One that serves users always counts, whatever it is called. */
function isOpen({ vm, roles }: StartedVm, document: LevelSize | undefined): boolean {
  return (document?.open ?? []).includes(vm) && roles.every((role) => besideTheWork.has(role));
}

function wholeOf(vms: readonly StartedVm[]): LevelSize {
  const sum = (of: (vm: StartedVm) => number) => vms.reduce((total, vm) => total + of(vm), 0);
  return { vCpu: sum((vm) => vm.granted.vCpu), memoryBytes: sum((vm) => vm.granted.memoryBytes) };
}

function largerThan(document: LevelSize | undefined, whole: LevelSize): string | null {
  if (document === undefined) return "the document's size of this level is not known";
  const larger = whole.vCpu > document.vCpu || whole.memoryBytes > document.memoryBytes;
  return larger
    ? `${whole.vCpu} vCPU and ${formatValue(whole.memoryBytes, 'bytes')} were started, more than the document's ${document.vCpu} vCPU and ${formatValue(document.memoryBytes, 'bytes')}`
    : null;
}

function isSmaller(whole: LevelSize, document: LevelSize | undefined): boolean {
  return document !== undefined && (whole.vCpu < document.vCpu || whole.memoryBytes < document.memoryBytes);
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

/** Where the VMs together were promised more than the host has: each may have had its size, never all of them at once. */
function sharedOut(
  { hostVCpu, vmVCpu = hostVCpu, hostMemoryBytes }: TopologyData,
  whole: LevelSize,
): string[] {
  const bytes = (value: number) => formatValue(value, 'bytes');
  return [
    ...(whole.vCpu > vmVCpu ? [`all VMs: ${whole.vCpu} vCPU on the ${vmVCpu} of the host`] : []),
    ...(whole.memoryBytes > hostMemoryBytes
      ? [`all VMs: ${bytes(whole.memoryBytes)} of memory on the ${bytes(hostMemoryBytes)} of the host`]
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
    const same =
      size?.vCpu === claimed.vCpu &&
      size.memoryBytes === claimed.memoryBytes &&
      size.diskBytes === claimed.diskBytes;
    if (!same) return `VM '${vm}' was compared with a size that is not the level's`;
    if (granted.vCpu > claimed.vCpu || granted.memoryBytes > claimed.memoryBytes)
      return `VM '${vm}' is bigger than the level's`;
  }
  return null;
}
