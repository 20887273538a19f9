import { defineGuard } from '../define-guard.ts';
import { lossWords } from '../lost-vms.ts';

/** What another VM takes over whole: requests, and what only tells figures of the VM itself. */
const takenOver: ReadonlySet<string> = new Set(['app', 'nginx', 'pgbouncer', 'exporters']);

/**
 * A VM whose work nobody takes over, such as the replay of a replica or the looks of the monitoring, leaves more of the cores
 * to the others where they share them: they may look faster than they are. With cores of their own they do not.
 */
export default defineGuard({
  id: 'lost-work',
  title: 'No work went away with a VM',
  direction: 'flatters',
  evidence: ['events', 'samples', 'topology'],
  bound: 'on cores that VMs share, none lost whose work nobody takes over',
  likelyCause: 'A VM ended under load, and what it did besides answering users was no longer done.',
  nextStep: "Read the VM's last log lines in the run folder, and run again.",
  check(_spec, { events: { events }, samples, topology }) {
    const granted = topology.vms.reduce((sum, vm) => sum + vm.granted.vCpu, 0);
    const shared = granted > (topology.vmVCpu ?? topology.hostVCpu);
    const gone = events.filter(({ roles }) => roles.some((role) => !takenOver.has(role)));
    return {
      passed: !shared || gone.length === 0,
      seen: gone.map((lost) => lossWords(lost, samples)).join('; ') || 'none',
    };
  },
});
