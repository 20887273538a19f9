import { HarnessError } from '../core/errors.ts';
import type { LostVm } from '../core/evidence/events.ts';
import type { Output } from '../host/output.ts';

/** What a repetition does about a VM that its level can go on without. */
export interface LossPolicy {
  onLost(vm: LostVm): void;
  /** From now on a loss is an event of the run. */
  windowOpens(): void;
}

/**
 * In the window a VM that the level survives is told to the user, and the run goes on. Before it, a loss ends the repetition
 * (`end` is given 'vm-died'): what would be measured then is a smaller level from its first second on.
 */
export function lossPolicy(output: Pick<Output, 'warn'>, end: (fault: HarnessError) => void): LossPolicy {
  let inWindow = false;
  return {
    onLost({ vm, why, carriedBy }) {
      if (inWindow) output.warn(`VM ${vm} was lost (${why}); the run goes on: ${carriedBy}`);
      else end(new HarnessError('vm-died', `VM ${vm} ended before anything was measured (${why})`));
    },
    windowOpens() {
      inWindow = true;
    },
  };
}
