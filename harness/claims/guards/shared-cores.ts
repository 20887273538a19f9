import { defineGuard } from '../define-guard.ts';

/** Cores that the generator keeps for itself. */
const GENERATOR_CORES = 1;

/** A generator that takes cores from the system under test slows it; it can only make the result worse. */
export default defineGuard({
  id: 'shared-cores',
  title: 'The generator had cores of its own',
  direction: 'hurts',
  evidence: ['topology'],
  bound: `cores for all VMs and ${GENERATOR_CORES} more`,
  likelyCause: 'The host has fewer cores than the level and the generator need.',
  nextStep: 'Use a host with more cores.',
  check(_spec, { topology: { vms, hostVCpu, vmVCpu = hostVCpu } }) {
    const granted = vms.reduce((sum, vm) => sum + vm.granted.vCpu, 0);
    return {
      passed: vms.length > 0 && granted <= vmVCpu && granted + GENERATOR_CORES <= hostVCpu,
      seen: `${granted} vCPU for VMs on a host of ${hostVCpu}`,
    };
  },
});
