import { ownCpuSeconds } from '../../host/machine.ts';
import { type CollectedId, type Collector, defineCollector } from '../collector.ts';
import type { Observation, ReadingCost } from '../observe.ts';
import { growth, inside } from '../series.ts';

interface Reading {
  cpuSeconds: number;
  /** What each collector's readings since the reading before cost. */
  costs: Record<string, ReadingCost>;
}

/** Observes the other collectors at work, and the CPU of the process that they run in. */
export function costOf(
  observations: readonly Pick<Observation<CollectedId>, 'id' | 'cost'>[],
): Collector<'telemetry', Reading, null> {
  return defineCollector<'telemetry', Reading, null>({
    id: 'telemetry',
    source: 'the harness’s own clock and CPU time, one reading a second',
    open: async () => ({
      read: async () => ({
        cpuSeconds: ownCpuSeconds(),
        costs: Object.fromEntries(observations.map(({ id, cost }) => [id, cost()])),
      }),
      facts: async () => null,
      close: async () => {},
    }),
    reduce(readings, _, window) {
      const seen = inside(readings, window).map(({ reading }) => reading);
      if (seen.length === 0) throw new Error('no reading in the window');
      const ids = Object.keys(seen[0]?.costs ?? {});
      const cpuSeconds = growth(readings, window, (r) => r.cpuSeconds);
      return {
        collectors: ids.map((id) => {
          const own = seen.flatMap(({ costs }) => costs[id] ?? []);
          const readings = own.reduce((sum, cost) => sum + cost.readings, 0);
          const totalMs = own.reduce((sum, cost) => sum + cost.totalMs, 0);
          return {
            id,
            readings,
            failed: own.reduce((sum, cost) => sum + cost.failed, 0),
            meanMs: readings > 0 ? totalMs / readings : null,
            maxMs: readings > 0 ? Math.max(...own.map(({ maxMs }) => maxMs)) : null,
          };
        }),
        cpuRatio: cpuSeconds / ((window.toMs - window.fromMs) / 1000),
      };
    },
  });
}
