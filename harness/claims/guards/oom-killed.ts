import { OUT_OF_MEMORY } from '../../core/evidence/events.ts';
import { defineGuard } from '../define-guard.ts';
import { isLost } from '../lost-vms.ts';

/** A VM that loses a process sheds the load that the process carried. */
export default defineGuard({
  id: 'oom-killed',
  title: 'No VM ran out of memory',
  direction: 'flatters',
  evidence: ['containers', 'events'],
  bound: 'none of the VMs of the level',
  likelyCause: 'A process needed more than the memory of its VM.',
  nextStep: 'Look at the memory of the VM over time for what grew.',
  check({ vms }, { containers, events }) {
    const seen = new Map(containers.vms.map((vm) => [vm.vm, vm]));
    const faults = vms.flatMap(({ name }) => {
      const vm = seen.get(name);
      if (vm === undefined) return isLost(events, name) ? [] : [`${name} was not observed`];
      return vm.oomKilled ? [`${name} had a process killed for want of memory`] : [];
    });
    // a VM that ended for want of memory is not asked any more whether it did
    const ended = events.events
      .filter(({ why }) => why === OUT_OF_MEMORY)
      .map(({ vm }) => `${vm} ended for want of memory`);
    faults.push(...ended);
    return { passed: faults.length === 0, seen: faults.join('; ') || 'none' };
  },
});
