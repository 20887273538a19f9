import type { TelephonyData } from '../../core/evidence/outside.ts';
import { defineCollector, type Timed, type Window } from '../collector.ts';
import { type PerVm, reduceEach } from '../per-vm.ts';
import { around, steadyGrowth } from '../series.ts';
import { pagesOf, standInsOf } from '../stand-ins.ts';

type Reading = Record<string, number>;

/** The counters of a telephone system, whatever it calls them; what is no number is left out. Throws where there is none. */
export function readingOf(page: string): Reading {
  const told: unknown = JSON.parse(page);
  const numbers = Object.entries(typeof told === 'object' && told !== null ? told : {}).filter(
    (entry): entry is [string, number] => Number.isFinite(entry[1]),
  );
  if (numbers.length === 0) throw new Error('the telephone system tells no counter');
  return Object.fromEntries(numbers);
}

function reduceSystem(
  readings: Timed<Reading>[],
  vm: string,
  window: Window,
): TelephonyData['systems'][number] {
  const seen = around(readings, window);
  steadyGrowth(readings, window, () => 0); // throws where the readings do not cover the window
  const counterNames = [...new Set(seen.flatMap(({ reading }) => Object.keys(reading)))].sort();
  return {
    vm,
    counters: counterNames.map((name) => {
      const values = seen.map(({ reading }) => reading[name] ?? 0);
      const falls = values.some((value, i) => value < (values[i - 1] ?? value));
      return {
        name,
        grown: falls ? null : steadyGrowth(readings, window, (r) => r[name] ?? 0),
        max: Math.max(...values),
      };
    }),
    observations: seen.length,
  };
}

/** Calls and what became of them, as every telephone system's stand-in counts them. */
export default defineCollector<'telephony', PerVm<Reading>, null>({
  id: 'telephony',
  source: 'the counters of every telephone system’s stand-in, one reading every 5 seconds',
  everyMs: 5000,
  applies: (level) => standInsOf(level, 'telephony').length > 0,
  open: async ({ level }) =>
    pagesOf(standInsOf(level, 'telephony'), { port: 8089, path: '/counters' }, readingOf),
  reduce(readings, _, window) {
    const { rows, notObserved } = reduceEach(readings, (own, vm) => reduceSystem(own, vm, window));
    return { systems: rows, notObserved };
  },
});
