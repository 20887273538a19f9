import type { EventsData } from '../../core/evidence/events.ts';
import type { LimitsData, TopologyData } from '../../core/evidence/setup.ts';
import { defineGuard } from '../define-guard.ts';

/** A VM with more than its level gives it, or with other settings, is another system. */
export default defineGuard({
  id: 'limits-took-effect',
  title: 'Every VM had its size and its settings',
  direction: 'flatters',
  evidence: ['limits', 'topology', 'events'],
  bound:
    'every setting as planned, read inside each VM before and after the load (one that was lost: before); no VM larger than the level has it',
  likelyCause: 'The container engine did not apply a limit, or a start script changed a setting.',
  nextStep: 'Compare the settings that the VM reports with its level.',
  check({ vms }, { limits, topology, events }) {
    const faults = [
      ...vms.flatMap(({ name }) => unread(name, limits, events)),
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

/** A VM that was lost cannot be asked afterwards; one that only keeps silent is at fault. */
function unread(vm: string, { readings }: LimitsData, { events }: EventsData): string[] {
  const lost = events.some((event) => event.vm === vm);
  return (lost ? (['before'] as const) : (['before', 'after'] as const))
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
