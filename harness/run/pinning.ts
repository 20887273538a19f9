import { describeMachine } from '../host/machine.ts';
import { canPin } from '../host/pinning.ts';
import { generatorCores } from '../topology/grant.ts';

/**
 * Cores that the load generator can be held to, which no VM uses; null where there are none: on a small host, without
 * `taskset`, or where the engine has a machine of its own, whose cores are not numbered as this host's are.
 */
export function pinnedCores(engineVCpu: number): number[] | null {
  const cores = generatorCores(engineVCpu);
  return engineVCpu === describeMachine().cores && canPin(cores) ? cores : null;
}
