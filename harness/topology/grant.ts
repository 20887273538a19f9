import type { VmSpec } from '../core/level.ts';
import { MIB } from '../core/units.ts';

export interface Grant {
  vCpu: number;
  memoryBytes: number;
}

export interface HostSize {
  vCpu: number;
  memoryBytes: number;
}

/** Left to the operating system, the container engine and the load generator. */
const RESERVED_MEMORY_BYTES = 1024 * MIB;

/**
 * Cores of the host that each VM may run on, as the engine takes them ('0,1'): as many as its vCPU, next to each other, the
 * next VM's after them, from the first again where the host has no more. A quota alone would let a VM of 4 vCPU run on 64
 * cores at once for a moment, which a machine with 4 cannot.
 */
export function coresOf(grants: readonly Grant[], hostVCpu: number): string[] {
  let next = 0;
  return grants.map(({ vCpu }) => {
    const count = Math.min(Math.ceil(vCpu), hostVCpu);
    const cores = Array.from({ length: count }, (_, i) => (next + i) % hostVCpu);
    next = (next + count) % hostVCpu;
    return [...cores].sort((a, b) => a - b).join(',');
  });
}

/** What each VM gets here: min(its size in the document, the host). Never more than the document gives it. */
export function grantOf(vm: VmSpec, host: HostSize): Grant {
  const memory = Math.min(vm.memoryBytes, host.memoryBytes - RESERVED_MEMORY_BYTES);
  return { vCpu: Math.min(vm.vCpu, host.vCpu), memoryBytes: Math.floor(memory / MIB) * MIB };
}
