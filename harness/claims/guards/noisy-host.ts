import { formatValue } from '../../core/units.ts';
import { defineGuard } from '../define-guard.ts';

/** Share of the host's CPU that may go to neither the VMs nor the generator: the engine, telemetry, the system. */
const MAX_OTHER_RATIO = 0.1;

/** Other work on the host takes CPU and cache from the system under test; it can only make the result worse. */
export default defineGuard({
  id: 'noisy-host',
  title: 'Nothing else used the host',
  direction: 'hurts',
  evidence: ['host', 'containers', 'generator', 'samples'],
  bound: `at most ${formatValue(MAX_OTHER_RATIO, 'ratio')} of the host's CPU for other work`,
  likelyCause: 'Another program on the host.',
  nextStep: 'Stop other work on the host and run again.',
  check(_spec, { host, containers, generator, samples }) {
    const seconds = (samples.windowToMs - samples.windowFromMs) / 1000;
    const vms = containers.vms.reduce((sum, vm) => sum + vm.cpuSeconds, 0) / seconds;
    const other = Math.max(0, host.cpuRatio - (vms + generator.cpuRatio) / host.cores);
    return { passed: other <= MAX_OTHER_RATIO, seen: `${formatValue(other, 'ratio')} for other work` };
  },
});
