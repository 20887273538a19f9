import { formatValue } from '../../core/units.ts';
import { defineGuard } from '../define-guard.ts';
import { isLost } from '../lost-vms.ts';

/** Share of the window's seconds that each collector must have a reading of. */
const MIN_COVERAGE = 0.8;
/** Slots of every Redis cluster. */
const ALL_SLOTS = 16_384;

/** A reading that is missing may be the peak. */
export default defineGuard({
  id: 'telemetry-complete',
  title: 'Containers, database and cache were observed throughout',
  direction: 'flatters',
  evidence: ['samples', 'containers', 'postgres', 'redis', 'events'],
  bound: `a reading in at least ${formatValue(MIN_COVERAGE, 'ratio')} of the window's seconds, of every node of Redis`,
  likelyCause: 'The host was too busy for the collectors, or a connection broke.',
  nextStep: 'Look at the log of the run for the collector that fell silent.',
  check({ vms }, { samples, containers, postgres, redis, events }) {
    const seconds = (samples.windowToMs - samples.windowFromMs) / 1000;
    const readings: [string, number][] = [
      // of a VM that was lost no figure counts: its claims stay open
      ...vms
        .filter(({ name }) => !isLost(events, name))
        .map(({ name }): [string, number] => {
          const vm = containers.vms.find((one) => one.vm === name);
          return [name, vm?.observations ?? 0];
        }),
      ['PostgreSQL', postgres.observations],
      ['Redis', redis.observations],
    ];
    const scarce = readings.filter(([, count]) => !(count >= MIN_COVERAGE * seconds));
    const list = scarce.length > 0 ? scarce : readings;
    // in a cluster the readings of those nodes that answer go on without the others
    const uncovered = redis.slotsCoveredMin !== null && redis.slotsCoveredMin < ALL_SLOTS;
    return {
      passed: scarce.length === 0 && !uncovered,
      seen: `${uncovered ? `only ${redis.slotsCoveredMin} of ${ALL_SLOTS} slots of the Redis cluster at times; ` : ''}${list.map(([what, count]) => `${what} ${count}`).join(', ')} readings in ${Math.round(seconds)} s`,
    };
  },
});
