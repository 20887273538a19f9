import type { LostVm } from '../../core/evidence/events.ts';
import type { ContainersData } from '../../core/evidence/infrastructure.ts';
import { defineCollector, type Timed, type Window } from '../collector.ts';
import { growth, inside, pairs, slicesOf, worstRate } from '../series.ts';
import { readerOf, type VmReading } from './reading.ts';

type Reading = Record<string, VmReading>;

interface VmFacts {
  vm: string;
  grantedVCpu: number;
  memoryLimitBytes: number;
  /** Whether it ended under load and the level went on without it: its readings end then. */
  lost: boolean;
}

/** What was read of the life that a VM under load began with. */
function firstLife(readings: readonly Timed<VmReading>[]): Timed<VmReading>[] {
  return readings.filter((r) => r.reading.startedAt === readings[0]?.reading.startedAt);
}

/** The part of the window in which a VM that was lost was there: up to its last reading. */
function livedOf(readings: readonly Timed<VmReading>[], window: Window): Window {
  return { ...window, toMs: Math.min(window.toMs, readings.at(-1)?.atMs ?? window.fromMs) };
}

function reduceVm(
  readings: readonly Timed<VmReading>[],
  facts: VmFacts,
  window: Window,
): ContainersData['vms'][number] {
  const cpu = (reading: VmReading) => reading.cpuNs / 1e9;
  const span = (window.toMs - window.fromMs) / 1000;
  const cpuSeconds = growth(readings, window, cpu);
  const periods = growth(readings, window, (r) => r.periods);
  const seen = inside(readings, window);
  const first = readings[0]?.reading;
  return {
    vm: facts.vm,
    grantedVCpu: facts.grantedVCpu,
    memoryLimitBytes: facts.memoryLimitBytes,
    cpuSeconds,
    cpuRatio: cpuSeconds / (facts.grantedVCpu * span),
    cpuRatioBatches: slicesOf(window).map(
      (slice) => growth(readings, slice, cpu) / (facts.grantedVCpu * ((slice.toMs - slice.fromMs) / 1000)),
    ),
    cpuRatioWorst10s: worstRate(readings, window, { spanMs: 10_000, value: cpu }) / facts.grantedVCpu,
    throttledRatio: periods === 0 ? 0 : Math.min(1, growth(readings, window, (r) => r.throttled) / periods),
    memoryMaxBytes: Math.max(...seen.map((r) => r.reading.memoryBytes)),
    observations: seen.length,
    restarted: readings.some(
      (r) => r.reading.restarts !== first?.restarts || r.reading.startedAt !== first?.startedAt,
    ),
    oomKilled: readings.some((r) => r.reading.oomKilled),
    seconds: pairs(readings, window).map(({ t, seconds, before, after }) => ({
      t,
      cpuRatio: Math.max(0, cpu(after) - cpu(before)) / (facts.grantedVCpu * seconds),
      memoryBytes: after.memoryBytes,
    })),
  };
}

/** CPU, throttling and memory of every VM's container: works alike on both cgroup versions. */
export default defineCollector<'containers', Reading, VmFacts[]>({
  id: 'containers',
  source:
    'control groups of the containers, or the engine where it has a host of its own, one reading a second',
  async open({ level }) {
    const isLost = (name: string) => level.lost.some(({ vm }: LostVm) => vm === name);
    const readers = await Promise.all(
      level.vms.map(async (vm) => ({ name: vm.name, read: await readerOf(vm.container) })),
    );
    return {
      read: async () => {
        const read = await Promise.all(
          readers.map(async ({ name, read }) => {
            const reading = read();
            // one that was lost is still asked, for it must not come back unseen
            return [name, await (isLost(name) ? reading.catch(() => null) : reading)] as const;
          }),
        );
        return Object.fromEntries(
          read.filter((entry): entry is readonly [string, VmReading] => entry[1] !== null),
        );
      },
      facts: async () =>
        level.vms.map((vm) => ({
          vm: vm.name,
          grantedVCpu: vm.granted.vCpu,
          memoryLimitBytes: vm.granted.memoryBytes,
          lost: isLost(vm.name),
        })),
      close: async () => {},
    };
  },
  reduce(readings, facts, window) {
    return {
      vms: facts.flatMap((vm) => {
        const own = readings.flatMap((r) => {
          const reading = r.reading[vm.vm];
          return reading === undefined ? [] : [{ atMs: r.atMs, reading }];
        });
        const life = vm.lost ? firstLife(own) : own;
        const lived = vm.lost ? livedOf(life, window) : window;
        const restarted = life.length < own.length;
        // lost before the window, or as it opened: there is nothing to tell of it
        if (vm.lost && !restarted && inside(life, lived).length < 2) return [];
        if (inside(life, window).length === 0) throw new Error(`no reading of VM ${vm.vm} in the window`);
        const reduced = reduceVm(life, vm, lived);
        return [{ ...reduced, restarted: reduced.restarted || restarted }];
      }),
    };
  },
});
