import { defineGuard } from '../define-guard.ts';

/** A VM that loses a process sheds the load that the process carried. */
export default defineGuard({
  id: 'oom-killed',
  title: 'No VM ran out of memory',
  direction: 'flatters',
  evidence: ['containers'],
  bound: 'none of the VMs of the level',
  likelyCause: 'A process needed more than the memory of its VM.',
  nextStep: 'Look at the memory of the VM over time for what grew.',
  check({ vms }, { containers }) {
    const seen = new Map(containers.vms.map((vm) => [vm.vm, vm]));
    const faults = vms.flatMap(({ name }) => {
      const vm = seen.get(name);
      if (vm === undefined) return [`${name} was not observed`];
      return vm.oomKilled ? [`${name} had a process killed for want of memory`] : [];
    });
    return { passed: faults.length === 0, seen: faults.join('; ') || 'none' };
  },
});
