import { defineGuard } from '../define-guard.ts';
import { isLost } from '../lost-vms.ts';

/** A VM that starts anew drops its queues, caches and leaks: the window is not one run of one system. */
export default defineGuard({
  id: 'vm-restarted',
  title: 'No VM started anew',
  direction: 'flatters',
  evidence: ['containers', 'events'],
  bound: 'none of the VMs of the level',
  likelyCause: 'A process of the VM crashed, or the container engine restarted it.',
  nextStep: "Read the VM's log of the time of the restart.",
  check({ vms }, { containers, events }) {
    const seen = new Map(containers.vms.map((vm) => [vm.vm, vm]));
    const faults = vms.flatMap(({ name }) => {
      const vm = seen.get(name);
      if (vm === undefined) return isLost(events, name) ? [] : [`${name} was not observed`];
      return vm.restarted ? [`${name} restarted`] : [];
    });
    return { passed: faults.length === 0, seen: faults.join('; ') || 'none' };
  },
});
