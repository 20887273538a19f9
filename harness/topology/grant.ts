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

/** Hosts with more cores than this leave some to the generator; on fewer, the VMs need every one. */
const SHARED_UP_TO = 4;
/** From this many on a second one is left: for the harness, whose collectors read every VM once a second. */
const TWO_FROM = 16;

/**
 * Cores that no VM runs on, for the load generator: the last ones of the host, for the first ones take most of its
 * interrupts. One suffices, for the generator's users share one event loop. Empty on a host with four cores or fewer.
 */
export function generatorCores(hostVCpu: number): number[] {
  const count = hostVCpu <= SHARED_UP_TO ? 0 : hostVCpu < TWO_FROM ? 1 : 2;
  return Array.from({ length: count }, (_, i) => hostVCpu - count + i);
}

/** Cores that are left to the VMs. */
export const coresForVms = (hostVCpu: number) => hostVCpu - generatorCores(hostVCpu).length;

/**
 * Cores of the host that each VM may run on, as the engine takes them ('0,1'): as many as its vCPU, next to each other, the
 * next VM's after them, from the first again where the host has no more; those of the generator are left out. A quota alone would let a VM of 4 vCPU run on 64
 * cores at once for a moment, which a machine with 4 cannot.
 */
export function coresOf(grants: readonly Grant[], hostVCpu: number): string[] {
  let next = 0;
  const all = coresForVms(hostVCpu);
  return grants.map(({ vCpu }) => {
    const count = Math.min(Math.ceil(vCpu), all);
    const cores = Array.from({ length: count }, (_, i) => (next + i) % all);
    next = (next + count) % all;
    return [...cores].sort((a, b) => a - b).join(',');
  });
}

/** What each VM gets here: min(its size in the document, the host less what is the generator's). Never more than the document gives it. */
export function grantOf(vm: VmSpec, host: HostSize): Grant {
  const memory = Math.min(vm.memoryBytes, host.memoryBytes - RESERVED_MEMORY_BYTES);
  return { vCpu: Math.min(vm.vCpu, coresForVms(host.vCpu)), memoryBytes: Math.floor(memory / MIB) * MIB };
}

/**
 * What a test host gets: its size as far as the host has it, on the load generator's cores where there are such, for it is on
 * the generator's side and must take nothing from the VMs; else it shares their cores, as the generator does.
 */
export function testHostPlace(spec: VmSpec, host: HostSize): { granted: Grant; cores: string } {
  const own = generatorCores(host.vCpu);
  const cores = own.length > 0 ? own : Array.from({ length: host.vCpu }, (_, i) => i);
  const { memoryBytes } = grantOf(spec, host);
  return { granted: { vCpu: Math.min(spec.vCpu, cores.length), memoryBytes }, cores: cores.join(',') };
}
