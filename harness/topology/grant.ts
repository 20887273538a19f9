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

/** What each VM gets here: min(its size in the document, the host). Never more than the document gives it. */
export function grantOf(vm: VmSpec, host: HostSize): Grant {
  const memory = Math.min(vm.memoryBytes, host.memoryBytes - RESERVED_MEMORY_BYTES);
  return { vCpu: Math.min(vm.vCpu, host.vCpu), memoryBytes: Math.floor(memory / MIB) * MIB };
}
