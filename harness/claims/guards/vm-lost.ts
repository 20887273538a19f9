import { defineGuard } from '../define-guard.ts';
import { lossWords } from '../lost-vms.ts';

/**
 * What a level carries with a VM less whose work the others took over it carries with all of them, and a failure with one
 * less proves nothing. What the lost VM used itself stays open (`lossLeavesOpen`); what nobody took over, see `lost-work`.
 */
export default defineGuard({
  id: 'vm-lost',
  title: 'Every VM stayed up',
  direction: 'hurts',
  evidence: ['events', 'samples'],
  bound: 'no VM of the level lost under load',
  likelyCause: 'Its services gave up, it ran out of memory, or somebody ended it.',
  nextStep: "Read the VM's last log lines in the run folder, and run again.",
  check(_spec, { events: { events }, samples }) {
    return {
      passed: events.length === 0,
      seen: events.map((lost) => lossWords(lost, samples)).join('; ') || 'none lost',
    };
  },
});
