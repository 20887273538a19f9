import type { LimitsData, TopologyData } from '../../core/evidence/setup.ts';
import { defineGuard } from '../define-guard.ts';

/** A VM with more than its level gives it, or with other settings, is another system. */
export default defineGuard({
  id: 'limits-took-effect',
  title: 'Every VM had its size and its settings',
  direction: 'flatters',
  evidence: ['limits', 'topology'],
  bound:
    'every setting as planned, read inside the VM before and after the load; no VM larger than the level has it',
  likelyCause: 'The container engine did not apply a limit, or a start script changed a setting.',
  nextStep: 'Compare the settings that the VM reports with its level.',
  check({ vms }, { limits, topology }) {
    const faults = [
      ...vms.flatMap(({ name }) => unread(name, limits)),
      ...limits.readings.flatMap(wrong),
      ...topology.vms.flatMap(larger),
    ];
    const checked = limits.readings.reduce((sum, reading) => sum + reading.settings.length, 0);
    return {
      passed: faults.length === 0,
      seen: faults.length === 0 ? `${checked} readings as planned` : faults.slice(0, 3).join('; '),
    };
  },
});

function unread(vm: string, { readings }: LimitsData): string[] {
  return (['before', 'after'] as const)
    .filter((when) => !readings.some((r) => r.vm === vm && r.when === when && r.settings.length > 0))
    .map((when) => `${vm} was not read ${when} the load`);
}

function wrong({ vm, when, settings }: LimitsData['readings'][number]): string[] {
  return settings
    .filter((setting) => !setting.matches)
    .map(({ name, expected, read }) => `${vm} ${when}: ${name} is ${read}, not ${expected}`);
}

function larger({ vm, spec, granted }: TopologyData['vms'][number]): string[] {
  const more = granted.vCpu > spec.vCpu || granted.memoryBytes > spec.memoryBytes;
  return more ? [`${vm} was given more than its level has`] : [];
}
