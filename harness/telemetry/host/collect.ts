import {
  availableMemoryBytes,
  type CpuTimes,
  describeMachine,
  type Machine,
  readCpuTimes,
} from '../../host/machine.ts';
import { defineCollector, type Timed } from '../collector.ts';
import { growth, inside, pairs, slicesOf } from '../series.ts';

interface Reading extends CpuTimes {
  memoryAvailableBytes: number;
}

interface Facts extends Machine {
  containerEngine: string;
}

const TEN_SECONDS_MS = 10_000;

/** Share of all CPU time in a span that went to `part`. */
function shareOf(
  readings: readonly Timed<Reading>[],
  span: { fromMs: number; toMs: number },
  part: (reading: Reading) => number,
): number {
  const total = growth(readings, span, (r) => r.total);
  return total > 0 ? growth(readings, span, part) / total : 0;
}

/** The machine that the VMs and the load generator share: what else took its CPU away. */
export default defineCollector<'host', Reading, Facts>({
  id: 'host',
  source: '/proc/stat and /proc/meminfo of the host, one reading a second',
  async open({ engine }) {
    return {
      read: async () => ({ ...readCpuTimes(), memoryAvailableBytes: availableMemoryBytes() }),
      facts: async () => ({ ...describeMachine(), containerEngine: engine.description }),
      close: async () => {},
    };
  },
  reduce(readings, facts, window) {
    const seen = inside(readings, window);
    if (seen.length === 0) throw new Error('no reading in the window');
    const tens = slicesOf(window, Math.max(1, Math.floor((window.toMs - window.fromMs) / TEN_SECONDS_MS)));
    return {
      ...facts,
      cpuRatio: shareOf(readings, window, (r) => r.busy),
      stealRatio: shareOf(readings, window, (r) => r.steal),
      stealWorst10s: Math.max(...tens.map((span) => shareOf(readings, span, (r) => r.steal))),
      memoryAvailableMinBytes: Math.min(...seen.map((r) => r.reading.memoryAvailableBytes)),
      observations: seen.length,
      seconds: pairs(readings, window).map(({ t, before, after }) => {
        const total = Math.max(1e-9, after.total - before.total);
        return {
          t,
          cpuRatio: Math.max(0, after.busy - before.busy) / total,
          stealRatio: Math.max(0, after.steal - before.steal) / total,
        };
      }),
    };
  },
});
